// Package all is the list of checks.
package all

import (
	"slices"

	"github.com/example-org/platform-render/pkg/checks/balancer"
	"github.com/example-org/platform-render/pkg/checks/certificates"
	"github.com/example-org/platform-render/pkg/checks/monitoring"
	"github.com/example-org/platform-render/pkg/checks/queries"
	"github.com/example-org/platform-render/pkg/checks/roles"
	"github.com/example-org/platform-render/pkg/checks/secrets"
	"github.com/example-org/platform-render/pkg/checks/volumes"
)

// Checks is every check there is: a new subject is a folder and a line here.
var Checks = slices.Concat(
	balancer.Checks,
	certificates.Checks,
	monitoring.Checks,
	queries.Checks,
	roles.Checks,
	secrets.Checks,
	volumes.Checks,
)
