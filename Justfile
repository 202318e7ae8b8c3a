# The usual verbs; each also runs as the plain command it stands for.

default:
    @just --list

# Set everything up
install:
    uv sync

# Run the tests
test *args:
    uv run pytest {{args}}

# Lint, format check, types
lint:
    uv run ruff check
    uv run ruff format --check
    uv run mypy
    for plugin in plugins/*; do uv run mypy "$plugin" || exit 1; done

# Mend what can be mended
fix:
    uv run ruff check --fix
    uv run ruff format

# The site of docs/, while you write: http://127.0.0.1:8000
docs:
    uv run mkdocs serve --strict

# What is measured, as ratios in one run
bench:
    uv run python benchmarks/startup.py
    uv run python benchmarks/parse.py
    uv run python benchmarks/push.py
    uv run python benchmarks/readings.py
    uv run python benchmarks/sync.py

# Remake what is made from the code and the sandbox: pictures, pages, the sandbox's catalogue
remake:
    uv run python docs/make_picture.py
    uv run python docs/make_architecture.py
    uv run python docs/make_commands.py
    uv run python benchmarks/make_catalogue.py

# All that CI does
ci:
    .ci/run
