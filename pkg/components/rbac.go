package components

import (
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/example-org/platform-render/pkg/kube"
)

// clusterAccess lets a component's service account do something in the whole cluster.
func clusterAccess(namespace, component string, rules []rbacv1.PolicyRule) []kube.Resource {
	role := &rbacv1.ClusterRole{ObjectMeta: kube.Meta("", component), Rules: rules}
	binding := &rbacv1.ClusterRoleBinding{ObjectMeta: kube.Meta("", component)}
	binding.RoleRef = rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: component}
	binding.Subjects = []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: namespace, Name: component}}
	return []kube.Resource{role, binding}
}

// watch is the right to see all objects of some kinds, and their changes.
func watch(group string, resources ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: []string{group}, Resources: resources, Verbs: []string{"list", "watch"}}
}
