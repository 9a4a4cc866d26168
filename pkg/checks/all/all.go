// Package all is the list of checks.
package all

import (
	"slices"

<<<<<<< HEAD
	"github.com/example-org/platform-render/pkg/checks/monitoring"
=======
	"github.com/example-org/platform-render/pkg/checks/balancer"
>>>>>>> main
	"github.com/example-org/platform-render/pkg/checks/roles"
	"github.com/example-org/platform-render/pkg/checks/secrets"
)

// Checks is every check there is: a new subject is a folder and a line here.
var Checks = slices.Concat(
<<<<<<< HEAD
	monitoring.Checks,
=======
	balancer.Checks,
>>>>>>> main
	roles.Checks,
	secrets.Checks,
)
