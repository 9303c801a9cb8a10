# A thin cover over Maven and the launcher; every command here works without make too.
.DEFAULT_GOAL := help
.PHONY: help setup test golden demo format compose packages bench bench-quick

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## download what the build needs, and build
	mvn -B -q package -DskipTests

test: ## every test, and the style check
	mvn -B verify

golden: ## write the golden files anew; read the diff before you commit it
	mvn -B -q test -Dupg.golden=write -Dupg.histories=write

demo: ## the main job on a sample cloud
	./upg quickstart

format: ## format the sources as the style check wants them
	mvn -B -q spotless:apply

compose: ## validate docker-compose.yml
	scripts/check-compose .upg/tools

packages: ## the node agent as tar.gz, rpm and deb, with a Java of its own: target/packages
	scripts/package-node

bench: ## measure upg on a real Temporal server on PostgreSQL: some hours
	scripts/bench

bench-quick: ## the same, small: three minutes, once the server is built
	scripts/bench --quick
