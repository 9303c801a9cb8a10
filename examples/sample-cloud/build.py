#!/usr/bin/env python3
"""Puts the releases together: packages from packages-src/, shared scripts from scripts-src/.

    build.py            writes what differs
    build.py --check    writes nothing; exit 1 where something differs

What it makes is committed, so that a fresh clone compiles. A package is compared unpacked, because
compressed bytes depend on the zlib at hand.
"""
import gzip
import io
import os
import sys
import tarfile

HERE = os.path.dirname(os.path.abspath(__file__))
OPENSTACK_SCRIPTS = ["openstack.py", "verify.py"]
BACKED_UP_SCRIPTS = OPENSTACK_SCRIPTS + ["backup.py", "remove_backup.py"]
RELEASES = {
    ("keystone", "2025.1"): BACKED_UP_SCRIPTS,
    ("nova-api", "2025.1"): BACKED_UP_SCRIPTS,
    ("nova-conductor", "2025.1"): BACKED_UP_SCRIPTS,
    ("neutron-server", "2025.1"): BACKED_UP_SCRIPTS,
    ("neutron-agent", "2025.1"): OPENSTACK_SCRIPTS,
    ("nova-compute", "2025.1"): OPENSTACK_SCRIPTS,
    ("hostos", "r9"): [],
}


def read(*parts):
    with open(os.path.join(HERE, *parts), "rb") as file:
        return file.read()


def package(component, version):
    """The content of a package: {file name: bytes}."""
    family = "hostos" if component == "hostos" else os.path.join("openstack", version)
    folders = ["common", family, os.path.join(component, version)]
    files = {}
    for folder in folders:
        place = os.path.join(HERE, "packages-src", folder)
        for name in sorted(os.listdir(place)):
            if os.path.isfile(os.path.join(place, name)):
                files[name] = read(place, name)
    return files


def tar(files):
    """The same bytes for the same files: sorted, owned by 0, dated 1970."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(files[name]))
    return buffer.getvalue()


def compressed(content):
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def differences():
    """What is not as it should be: (path inside a release, bytes it should have), one at a time."""
    for (component, version), scripts in sorted(RELEASES.items()):
        release = os.path.join("releases", component, version)
        for name in scripts:
            wanted = read("scripts-src", name)
            path = os.path.join(release, name)
            if not exists(path) or read(path) != wanted:
                yield path, wanted
        path = os.path.join(release, "%s-%s.tar.gz" % (component, version))
        wanted = tar(package(component, version))
        if not exists(path) or gzip.decompress(read(path)) != wanted:
            yield path, compressed(wanted)


def exists(path):
    return os.path.exists(os.path.join(HERE, path))


def main():
    check = sys.argv[1:] == ["--check"]
    found = list(differences())
    for path, content in found:
        print(("differs: " if check else "written: ") + path)
        if not check:
            with open(os.path.join(HERE, path), "wb") as file:
                file.write(content)
    sys.exit(1 if check and found else 0)


if __name__ == "__main__":
    main()
