package monitoring

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// serve is a Kubernetes API that lists what the cluster holds and lets watchers wait: as much as discovery asks for.
func (c *cluster) serve(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(c.answer))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server
}

// answer reads /api/v1/[namespaces/NAME/]RESOURCE and /apis/GROUP/VERSION/[...]RESOURCE.
func (c *cluster) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Query().Get("watch") != "" {
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	namespace, resource := "", parts[len(parts)-1]
	if len(parts) > 2 && parts[len(parts)-3] == "namespaces" {
		namespace = parts[len(parts)-2]
	}
	selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	kind, version, items := c.list(resource, namespace, selector)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"kind": kind, "apiVersion": version, "metadata": map[string]any{"resourceVersion": "1"}, "items": items,
	})
}

func (c *cluster) list(resource, namespace string, selector labels.Selector) (kind, version string, items []any) {
	add := func(meta metav1.ObjectMeta, item any) {
		if (namespace == "" || meta.Namespace == namespace) && selector.Matches(labels.Set(meta.Labels)) {
			items = append(items, item)
		}
	}
	switch resource {
	case "pods":
		for _, pod := range c.pods {
			add(pod.ObjectMeta, pod)
		}
		return "PodList", "v1", items
	case "nodes":
		for _, node := range c.nodes {
			add(node.ObjectMeta, node)
		}
		return "NodeList", "v1", items
	case "services":
		for _, service := range c.services {
			add(service.ObjectMeta, service)
		}
		return "ServiceList", "v1", items
	case "endpointslices":
		for _, slice := range c.slices {
			add(slice.ObjectMeta, slice)
		}
		return "EndpointSliceList", "discovery.k8s.io/v1", items
	}
	return "Status", "v1", items
}
