# The commands of this repository. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help deps build demo test snapshots test-tsan bench chaos screenshots clean

# Folder with raw CSV files. Tests and bench use $BACKCOURT_TEST_DATA or ../shared/data when nothing is named; the demo
# and chaos make up a league.
DATA ?=
# First and last date of history for the demo, as first:last; empty for what the folder holds.
HISTORY ?=
# Workspace of the demo, kept so that a second demo finds nothing to do; empty for one beside the sources.
WORKSPACE ?=
# Chaos: the seed of every random choice (empty: picked and printed), and how many rounds.
SEED ?=
ROUNDS ?= 200

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
	@echo
	@echo "  make demo [DATA=<folder> [HISTORY=2021-10-19:2024-06-30]] [WORKSPACE=./demo-league]"
	@echo "  make bench DATA=<folder>        make chaos [DATA=<folder>] [SEED=7] [ROUNDS=200]"

deps: ## Check what building needs; install what is missing through apt, or say what to install
	@sh Scripts/deps.sh

build: deps ## Build the release program
	@sh Scripts/build.sh backcourt

demo: build ## Two made-up seasons, or those of DATA=<folder>: import, backfill behind its gates, explain a number
	@sh Scripts/demo.sh .build/release/backcourt "$(DATA)" "$(HISTORY)" "$(WORKSPACE)"

test: deps ## Format lint, build with every warning an error, all tests
	@sh Scripts/with-postgres.sh sh Scripts/with-bigquery.sh sh Scripts/test.sh "$(DATA)"

snapshots: ## Record anew what --help prints, after looking at the difference
	@BACKCOURT_RECORD_SNAPSHOTS=1 swift test --disable-xctest --filter HelpSnapshotTests

test-tsan: deps ## The suites with concurrency under the thread sanitizer
	@sh Scripts/test-tsan.sh

screenshots: deps ## Pictures of every page, wide and narrow, light and dark, into screenshots/; those of Docs/images anew
	@[ -x /usr/bin/chromedriver ] || sh Scripts/apt.sh chromium-driver
	@sh Scripts/build.sh backcourt backcourt-screenshots
	@.build/release/backcourt-screenshots --into screenshots --docs Docs/images $(if $(DATA),--data "$(DATA)")

bench: deps ## Measure time and memory against the bounds; writes Benchmarks/results/<date>.json and the README's table
	@[ -x /usr/bin/wrk ] || sh Scripts/apt.sh wrk || true
	@sh Scripts/build.sh backcourt backcourt-bench
	@sh Scripts/with-postgres.sh sh Scripts/with-bigquery.sh sh Scripts/with-data.sh "$(DATA)" .build/release/backcourt-bench \
		--results Benchmarks/results \
		--readme README.md

chaos: deps ## Kill and interrupt it and let its disk fail, again and again, and prove that nothing is lost
	@sh Scripts/build.sh backcourt backcourt-chaos
	@sh Scripts/with-postgres.sh .build/release/backcourt-chaos --rounds "$(ROUNDS)" $(if $(SEED),--seed "$(SEED)") $(if $(DATA),--data "$(DATA)")

clean: ## Remove everything that was built
	rm -rf .build .build-tsan
