# Mesa de Partes Virtual. Todo se hace con estas órdenes; `make` sola las lista.

VENV := .venv
PY := $(VENV)/bin/python
LISTO := $(VENV)/.instalado
LISTO_DEV := $(VENV)/.instalado-dev
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
COMPILAR := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml
LENTAS := bench or faults

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check lint fix e2e capturas bench faults lock

help: ## Lista las órdenes
	@sed -n 's/^\([a-z0-9]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: $(LISTO_DEV) ## Crea .venv e instala lo necesario para desarrollar

run: $(LISTO) ## Prepara y atiende una institución de demostración
	@$(PY) -m portal demo

demo: $(LISTO) ## Borra la demostración y la crea de nuevo, sin atender
	@rm -rf var/demo
	@$(PY) -m portal demo --sin-servir

test: $(LISTO_DEV) ## Todas las pruebas, con navegador y PostgreSQL
	@$(PY) tools/sistema.py
	@$(VENV)/bin/coverage erase
	$(PY) -m pytest -q -rs -n 2 -m "not (pg or e2e or $(LENTAS))" --cov --cov-report= --cov-fail-under=0
	@if $(PY) tools/sistema.py --exigir --solo-mirar chromium postgresql poppler-utils 2>/dev/null; then \
		$(VENV)/bin/coverage report && $(VENV)/bin/coverage report --include='portal/domain/*' --fail-under=100; \
	else echo 'No se juzga la cobertura: faltan herramientas del sistema (arriba se dice cuáles).'; fi
	$(PY) -m pytest -q -rs -n 2 -m "pg and not (e2e or $(LENTAS))"
	$(PY) -m pytest -q -rs -n 2 --dist loadfile --no-loadscope-reorder -m "e2e and not ($(LENTAS))"

check: lint ## Lo de lint, las reglas de la casa y las del dominio
	$(PY) -m pytest -q tests/architecture tests/domain

lint: $(LISTO_DEV) ## Estilo, tipos y contratos de importación
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

fix: $(LISTO_DEV) ## Corrige el estilo
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

e2e: $(LISTO_DEV) ## Solo los recorridos de navegador
	@$(PY) tools/sistema.py chromium
	$(PY) -m pytest -q -rs -m e2e

capturas: $(LISTO_DEV) ## Retrata cada pantalla en var/capturas, clara y oscura, en tres anchos (QUE=--documentos: las del manual y el README)
	$(PY) -m tests.e2e.capturas $(QUE)

bench: $(LISTO_DEV) ## Mide; imprime y no juzga
	$(PY) -m pytest -q -s -m bench tests/benchmarks

faults: $(LISTO_DEV) ## Mata procesos en el peor momento; tarda
	$(PY) -m pytest -q -rs -m faults

lock: $(PY) pyproject.toml ## Fija las versiones (MAS=--upgrade las renueva)
	@test -x $(VENV)/bin/uv || $(PY) -m pip install --quiet --disable-pip-version-check uv
	$(COMPILAR) $(MAS) -o requirements.txt
	$(COMPILAR) $(MAS) --group dev -o requirements-dev.txt
	@! grep -n '://' requirements.txt requirements-dev.txt || { echo 'Una dirección se coló en las versiones fijadas.' >&2; exit 1; }

$(PY):
	@test -n "$(PYTHON)" || { echo 'Falta Python 3.11 o posterior: https://www.python.org/downloads/' >&2; exit 1; }
	@echo 'Creando el entorno de Python en $(VENV)…'
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); "$(PYTHON)" tools/sistema.py --exigir python3-venv && "$(PYTHON)" -m venv $(VENV); }

$(LISTO): requirements.txt | $(PY)
	$(call instalar,requirements.txt)
	@touch $@

$(LISTO_DEV): requirements-dev.txt | $(PY)
	$(call instalar,requirements-dev.txt)
	@touch $@ $(LISTO)

# Con uv, si está, se instala en segundos; si no está o falla, con pip. El .pth hace que `python -m portal` funcione
# desde cualquier carpeta.
define instalar
	@echo 'Instalando las dependencias de $(1) (la primera vez toma unos minutos)…'
	@{ command -v uv >/dev/null 2>&1 && uv pip install --quiet --python $(PY) -r $(1); } || \
		{ $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip --upgrade >/dev/null; \
		$(PY) -m pip install --quiet --disable-pip-version-check --no-input -r $(1); }
	@$(PY) -c "import pathlib, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'mesa_de_partes_virtual.pth').write_text(str(pathlib.Path.cwd()), encoding='utf-8')"
endef
