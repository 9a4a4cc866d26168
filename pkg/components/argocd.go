package components

import "github.com/example-org/platform-render/pkg/platform"

func newArgoCD(env *platform.Environment) []Component { return nil }
