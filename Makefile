# Everything that a person or CI runs. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help render check test conformance conformance-grafana conformance-monitoring conformance-cluster lint docs fuzz bench

# Tools have a module of their own, so that nothing of them reaches the command.
TOOL := go tool -modfile=tools/go.mod
# How Prometheus' own code is built.
MONITORING := -mod=mod -tags remove_all_sd,enable_kubernetes_sd,enable_dns_sd
# The kube-state-metrics that is deployed.
STATE_METRICS = k8s.io/kube-state-metrics/v2@$(shell sed -n 's/.*kube-state-metrics:\(v[0-9.]*\)"/\1/p' pkg/components/images.go)
# How long `make fuzz` looks for an input that breaks the loader, or the simulator.
FUZZTIME ?= 1m

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

render: ## write out/ from platform.yaml
	go run ./cmd/render

check: ## fail unless out/ is what platform.yaml renders
	go run ./cmd/render check

test: ## run all tests
	go test ./...

# A module of its own. Results are not cached: Go does not notice that out/, which is outside of it, has changed. The package in the
# folder itself is tested last and alone, because only then does Go print what a passing test says.
conformance: ## compare with Terraform's grammar and Istio's own code; the first build takes ten minutes
	cd conformance/aws && go vet && go test -count=1
	cd conformance && go vet ./... && go test -count=1 ./envoy && go test -count=1

# Another module, because Prometheus wants newer libraries of Kubernetes than Istio. The tags leave out discoveries that the platform
# does not use: a library of one of them is no longer served.
conformance-monitoring: ## compare with Prometheus' and Alertmanager's own code; the first build takes five minutes
	cd conformance/pages && go vet && go test -count=1
	cd conformance/monitoring && go test $(MONITORING) -count=1 .

# A third, because kube-apiserver wants its own version of every library of Kubernetes. Alertmanager is built from a copy: its page, which
# nobody looks at here, is not in the module. Without its version, kube-apiserver would show metrics that this version hides.
conformance-cluster: ## run the tree in a real control plane, with a real Prometheus and Alertmanager; the first build takes ten minutes
	cd conformance/cluster && go vet ./... && go build -o ../bin/kwok sigs.k8s.io/kwok/cmd/kwok && go build -o ../bin/controlplane \
		-ldflags "-X k8s.io/component-base/version.gitVersion=$$(go list -m -f '{{.Version}}' k8s.io/kubernetes)" ./controlplane
	cd conformance/monitoring && go build $(MONITORING) -o ../bin/prometheus github.com/prometheus/prometheus/cmd/prometheus
	bin="$$PWD/conformance/bin"; source=$$(mktemp -d) && cd conformance/monitoring \
	&& cp -r --no-preserve=mode "$$(go list -mod=mod -m -f '{{.Dir}}' github.com/prometheus/alertmanager)/." $$source \
	&& mkdir -p $$source/ui/app/dist && echo '<!doctype html>' > $$source/ui/app/dist/index.html \
	&& cd $$source && go build -o $$bin/alertmanager ./cmd/alertmanager && rm -rf $$source
	bin="$$PWD/conformance/bin"; go mod download $(STATE_METRICS) && cd "$$(go env GOMODCACHE)/$(STATE_METRICS)" \
	&& CGO_ENABLED=0 go build -o $$bin/kube-state-metrics .
	cd conformance/cluster && go test -count=1

lint: ## gofmt, go vet, staticcheck, actionlint
	@unformatted=$$(gofmt -l cmd pkg conformance); if [ -n "$$unformatted" ]; then echo "gofmt -w these:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	$(TOOL) staticcheck ./...
	$(TOOL) actionlint

docs: ## write what is generated: platform.schema.json, docs/platform.md, the pictures in docs/dashboards
	go run ./cmd/render schema > platform.schema.json.tmp && mv platform.schema.json.tmp platform.schema.json
	go run ./cmd/render schema --format markdown > docs/platform.md.tmp && mv docs/platform.md.tmp docs/platform.md
	UPDATE=1 go test ./pkg/dashboards/picture -run TestDocsAreCurrent > /dev/null

fuzz: ## look for a platform.yaml that breaks the loader, and for manifests that break the simulator, each for FUZZTIME
	go test ./pkg/platform -run '^$$' -fuzz FuzzLoad -fuzzminimizetime 20x -fuzztime $(FUZZTIME)
	go test ./pkg/routes/simulate -run '^$$' -fuzz FuzzTree -fuzzminimizetime 20x -fuzztime $(FUZZTIME)

bench: ## measure loading, rendering and laying out
	go test ./... -run '^$$' -bench . -benchmem

conformance-grafana: ## type-check the rendered dashboards against Grafana's published schema (needs Node.js 20)
	cd conformance/grafana && npm ci --no-audit --no-fund && npm run --silent check
