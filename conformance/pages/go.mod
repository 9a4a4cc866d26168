module github.com/example-org/platform-render/conformance/pages

go 1.26.0

require (
	github.com/example-org/platform-render v0.0.0-00010101000000-000000000000
	github.com/prometheus/client_model v0.6.2
	github.com/prometheus/common v0.67.5
)

require (
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	go.yaml.in/yaml/v2 v2.4.3 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)

replace github.com/example-org/platform-render => ../..
