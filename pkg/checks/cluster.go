package checks

import (
	"cmp"
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/example-org/platform-render/pkg/aws"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
)

// Cluster is what the cluster of one environment will hold, as far as it is rendered.
type Cluster struct {
	// Env is the environment that the objects were rendered from.
	Env *platform.Environment
	// Previous returns the objects of a kind as they were rendered before, from the folder that is about to be replaced; nil if
	// there is no such folder.
	Previous func(schema.GroupKind) []kube.Object
	// Trusts are the IAM roles that the platform makes, with those who may take them.
	Trusts []aws.Trust
	// Policies are what the IAM roles that the platform makes may do, by the roles' ARNs.
	Policies map[string][]aws.Policy
	// Pages are what is known of what Prometheus' jobs bring, by job.
	Pages map[string]metrics.Page

	objects map[schema.GroupKind][]kube.Object
	// shared are lookups that several checks use, by their type, with the kinds that building them read.
	shared map[reflect.Type]lookup
}

// NewCluster sorts the objects by kind, namespace and name, so that findings are the same in every run.
func NewCluster(env *platform.Environment, objects []kube.Object) *Cluster {
	c := &Cluster{Env: env, objects: map[schema.GroupKind][]kube.Object{}, shared: map[reflect.Type]lookup{}}
	for _, object := range objects {
		c.objects[object.GroupKind()] = append(c.objects[object.GroupKind()], object)
	}
	for _, all := range c.objects {
		slices.SortStableFunc(all, func(a, b kube.Object) int {
			return cmp.Or(cmp.Compare(a.Namespace(), b.Namespace()), cmp.Compare(a.Name(), b.Name()))
		})
	}
	return c
}

// Objects are the objects of a kind, sorted by namespace and name.
func (c *Cluster) Objects(kind schema.GroupKind) []kube.Object { return c.objects[kind] }

// lookup is something built from a cluster's objects, and the kinds that were read for it.
type lookup struct {
	value any
	reads []schema.GroupKind
}
