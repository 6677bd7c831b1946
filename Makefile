# Parley. `make run` starts it, `make test` proves it, `make help` lists the rest.
#
# This is the only makefile. A flavour is a directory of objects, one static library and the
# programs linked from it:
#   build/        gcc, optimised and hardened: what runs
#   build/asan/   gcc with address and undefined-behaviour sanitizers: what the tests run
#   build/fuzz/   clang with libFuzzer's coverage: what the fuzz targets link
# A new source file below src/<layer>/ or cgi-bin/<program>/ is found by itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif

# --- what may be set on the command line ------------------------------------------------------

VAR ?= var
PORT ?= 8080
DEMO ?= 1
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
CLANG ?= clang

V ?= 0

export VAR PORT DEMO

# V=1 shows whole command lines, else one short line says what is made.
say = $(if $(filter 0,$(V)),@printf '  %-8s %s\n' $(1) $@;)

# --- sources ----------------------------------------------------------------------------------

LIB_SRC := $(sort $(wildcard src/*/*.c))
PROGRAMS := $(sort $(patsubst cgi-bin/%/,%,$(dir $(wildcard cgi-bin/*/*.c))))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
TOOL_SRC := $(sort $(wildcard tests/tools/*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/*.c))
FORMATTED = $(shell find src cgi-bin tests -name '*.[ch]' 2>/dev/null)

# --- flags ------------------------------------------------------------------------------------

# pkg-config is asked when the first object is compiled, not before: until then the libraries
# may still have to be installed. Foreign headers are system headers, so that they cannot warn.
PKGS := fcgi libmariadb libsodium jansson libutf8proc zlib liboath libqrencode libmaxminddb
PKG_CFLAGS = $(eval PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS))))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

BANNED := $(wildcard src/core/banned.h)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
    -Wold-style-definition -Wvla -Walloca -Wformat=2 -Wpointer-arith -Wwrite-strings -Wundef \
    -Wredundant-decls -Wnested-externs -Wimplicit-fallthrough -Wcast-align
WARNINGS_GCC := -Werror -Wlogical-op -Wduplicated-cond -Wformat-overflow=2 -Wtrampolines

HARDENING := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -fstack-clash-protection \
    -fcf-protection -ftrivial-auto-var-init=zero
HARDENING_LD := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--as-needed

# What was never set is a pattern there, so that who reads it falls over.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
    -ftrivial-auto-var-init=pattern

BASE_CFLAGS = -std=c17 -D_GNU_SOURCE -g -Isrc -Ibuild $(PKG_CFLAGS) -isystem /usr/include/ClearSilver \
    $(WARNINGS)
LIBS = -lneo_cs -lneo_utl $(PKG_LIBS) -lm

# What only some programs need: requests of their own.
LIBS.worker := -lcurl
LIBS.parley := -lcurl

# Per flavour: compiler, compile flags, link flags.
CC.build := $(CC)
CC.build/asan := $(CC)
CC.build/fuzz := $(CLANG)
CFLAGS.build = -O2 $(WARNINGS_GCC) $(HARDENING) $(CFLAGS)
CFLAGS.build/asan = -O1 $(WARNINGS_GCC) $(SANITIZE) -fPIE $(CFLAGS)
CFLAGS.build/fuzz = -O1 $(SANITIZE) -fsanitize=fuzzer-no-link
LDFLAGS.build = $(HARDENING_LD) $(LDFLAGS)
LDFLAGS.build/asan = $(SANITIZE) -pie $(LDFLAGS)
LDFLAGS.build/fuzz = $(SANITIZE) -fsanitize=fuzzer

# Pages ask for static files below a path with this version, and browsers keep them until it changes.
build/static_version.h: $(sort $(wildcard static/css/* static/js/* static/img/*)) \
    package-lock.json src/run/vendor.js
	@mkdir -p $(@D)
	@printf '#define STATIC_VERSION "%.12s"\n' "$$(cat $^ | sha256sum)" > $@

# --- programs, in each flavour ----------------------------------------------------------------

.PHONY: FORCE
FORCE:

define FLAVOUR # $(1): its directory
$(1)/obj/%.o: %.c Makefile $(BANNED)
	@mkdir -p $$(@D)
	$$(call say,compile)$$(CC.$(1)) $$(BASE_CFLAGS) $$(CFLAGS.$(1)) $(BANNED:%=-include %) -MMD -MP -c -o $$@ $$<

# The list of sources is a file of its own, so that removing one rebuilds the library.
$(1)/sources: FORCE
	@mkdir -p $$(@D); echo '$(LIB_SRC)' | cmp -s - $$@ || echo '$(LIB_SRC)' > $$@

$(1)/libparley.a: $(LIB_SRC:%.c=$(1)/obj/%.o) $(1)/sources
	@rm -f $$@
	$$(call say,archive)ar rcs $$@ $$(filter %.o,$$^)

$(1)/obj/src/app/app.o: build/static_version.h
-include $(patsubst %.c,$(1)/obj/%.d,$(LIB_SRC))
endef

define PROGRAM # $(1): flavour, $(2): program
$(1)/bin/$(2): $(patsubst %.c,$(1)/obj/%.o,$(sort $(wildcard cgi-bin/$(2)/*.c))) $(1)/libparley.a
	@mkdir -p $$(@D)
	$$(call say,link)$$(CC.$(1)) $$(LDFLAGS.$(1)) -o $$@ $$^ $$(LIBS) $$(LIBS.$(2))

-include $(patsubst %.c,$(1)/obj/%.d,$(wildcard cgi-bin/$(2)/*.c))
endef

$(foreach f,build build/asan build/fuzz,$(eval $(call FLAVOUR,$(f))))
$(foreach f,build build/asan,$(foreach p,$(PROGRAMS),$(eval $(call PROGRAM,$(f),$(p)))))

# Unit tests, and programs that other tests run, link the sanitized library; fuzz targets the one
# built for libFuzzer.
build/asan/tests/%: tests/unit/%.c build/asan/libparley.a Makefile
	@mkdir -p $(@D)
	$(call say,link)$(CC.build/asan) $(BASE_CFLAGS) $(CFLAGS.build/asan) -Itests -MMD -MP -MF $@.d \
	    $(LDFLAGS.build/asan) -o $@ $< build/asan/libparley.a -lcmocka $(LIBS)

build/asan/tools/%: tests/tools/%.c build/asan/libparley.a Makefile
	@mkdir -p $(@D)
	$(call say,link)$(CC.build/asan) $(BASE_CFLAGS) $(CFLAGS.build/asan) -MMD -MP -MF $@.d \
	    $(LDFLAGS.build/asan) -o $@ $< build/asan/libparley.a $(LIBS)

build/fuzz/%: tests/fuzz/%.c build/fuzz/libparley.a Makefile
	@mkdir -p $(@D)
	$(call say,link)$(CC.build/fuzz) $(BASE_CFLAGS) $(CFLAGS.build/fuzz) -Itests -MMD -MP -MF $@.d \
	    $(LDFLAGS.build/fuzz) -o $@ $< build/fuzz/libparley.a $(LIBS)

UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=build/asan/tests/%)
TOOL_BIN := $(TOOL_SRC:tests/tools/%.c=build/asan/tools/%)
FUZZ_BIN := $(FUZZ_SRC:tests/fuzz/%.c=build/fuzz/%)
-include $(UNIT_BIN:=.d) $(TOOL_BIN:=.d) $(FUZZ_BIN:=.d)

.PHONY: programs asan unit fuzz
programs: build/libparley.a $(PROGRAMS:%=build/bin/%)
asan: build/asan/libparley.a $(PROGRAMS:%=build/asan/bin/%)
unit: $(UNIT_BIN) $(TOOL_BIN)
fuzz: $(FUZZ_BIN)

# --- front-end libraries ----------------------------------------------------------------------

node_modules/.installed: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

static/vendor/.copied: node_modules/.installed src/run/vendor.js
	node src/run/vendor.js
	@touch $@

.PHONY: vendor build
vendor: static/vendor/.copied
build: programs vendor

# --- run --------------------------------------------------------------------------------------

STEP := @src/run/step

.PHONY: help run stop status logs sql clean
help: ## this list
	@awk -F ': .*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo '  PORT=8080, VAR=var (where everything is kept) and DEMO=0 (start empty) may be added.'

run: ## install what is missing, build, start, print the address and the demo users
	@src/run/stack port
	@src/run/install build run
	$(STEP) building $(MAKE) --no-print-directory build
	@src/run/stack up

stop: ## stop it; the data stays
	@src/run/stack down

status: ## what runs, since when, at which address
	@src/run/stack status

logs: ## follow all logs
	@src/run/stack logs

sql: ## a database prompt with all rights
	@src/run/stack sql

clean: ## stop it and remove everything that was built or stored
	@src/run/stack destroy
	rm -rf build static/vendor

# --- checks and tests -------------------------------------------------------------------------

.PHONY: check check-format check-sql check-templates check-checks check-lock format
check: check-format check-sql check-templates check-checks check-lock ## formatting and the rules for SQL and templates

check-format:
	@bad=$$(for f in $(FORMATTED); do \
	    clang-format -Werror --dry-run $$f 2> /dev/null || echo $$f; done); \
	[ -z "$$bad" ] || { echo 'not formatted (see make format):'; echo "$$bad"; exit 1; }

check-sql:
	@tests/check/sql.sh
	@tests/check/scope.sh

check-templates:
	@tests/check/templates.sh

check-checks:
	@tests/check/selftest.sh

# Integrity hashes identify the packages; where they are fetched from is the machine's business.
check-lock:
	@! grep -n '"resolved"' package-lock.json

format: ## reformat all C files
	$(if $(FORMATTED),clang-format -i $(FORMATTED))

# A second stack beside the one of `make run`: other directory, other port, sanitized programs.
# It starts empty of old data, and is stopped whatever the tests say.
.PHONY: test bench
UNTESTED := || { echo '0 passed, 1 failed, 0 skipped'; exit 1; }
test: VAR := var/test
test: PORT := 18080
test: export BIN := build/asan/bin
test: export LOGIN_RATE := 1000r/s
test: ## install what is missing, build, check, and run all tests
	@src/run/stack port
	@src/run/install build run test $(UNTESTED)
	$(STEP) building $(MAKE) --no-print-directory build asan unit fuzz $(UNTESTED)
	$(STEP) checking $(MAKE) --no-print-directory check $(UNTESTED)
	@for v in $(VAR){,-2,-3}{,-faults}; do VAR=$$v src/run/stack destroy; done
	@trap 'for v in $(VAR){,-2,-3}{,-faults}; do VAR=$$v src/run/stack down; done > build/log/down.log 2>&1' EXIT; \
	tests/run

bench: ## measure speed
	@src/run/install build run bench
	$(STEP) building $(MAKE) --no-print-directory build
	@tests/bench/run
