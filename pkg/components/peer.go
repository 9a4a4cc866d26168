package components

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/routes/authz"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Peer is pods of the mesh as others know them.
type Peer struct {
	// Name is that of the pods' workload and Service, Account that of the service account whose certificate they show.
	Namespace, Name, Account string
	// Selector are labels that these pods have, and no others of their namespace.
	Selector map[string]string
	// Ports are those that they listen on.
	Ports []Port
}

// Principal is the identity in the pods' certificate.
func (p Peer) Principal() string { return authz.Identity(p.Namespace, p.Account) }

// peer is pods of a Workload: its name is all that they are known by.
func peer(namespace, name string, ports ...Port) Peer {
	return Peer{Namespace: namespace, Name: name, Account: name, Selector: Selector(name), Ports: ports}
}

// peers are all pods of the mesh.
func (c *Catalog) peers() []Peer {
	return gather(c, func(o Offer) []Peer { return o.Peers })
}

// behind finds the pods behind a Service, and their port that the Service's port leads to.
func (c *Catalog) behind(b routes.Backend) (Peer, int32, bool) {
	for _, peer := range c.peers() {
		if peer.Namespace != b.Namespace || peer.Name != b.Service {
			continue
		}
		for _, port := range peer.Ports {
			if cmp.Or(port.Service, port.Number) == b.Port {
				return peer, port.Number, true
			}
		}
	}
	return Peer{}, 0, false
}

// selected finds the pods of the mesh that Prometheus finds by the same labels.
func (c *Catalog) selected(pods scrape.Pods) (Peer, bool) {
	all := c.peers()
	i := slices.IndexFunc(all, func(p Peer) bool {
		return p.Namespace == pods.Namespace && maps.Equal(p.Selector, pods.Selector)
	})
	if i < 0 {
		return Peer{}, false
	}
	return all[i], true
}

// checkPeers makes sure that the offers say who is behind every Service and every metric of the mesh: nobody could reach those
// that they forget.
func (c *Catalog) checkPeers() error {
	for _, offer := range c.Offers {
		if offer.Service != nil && offer.Namespace.Mesh {
			if _, _, ok := c.behind(*offer.Service); !ok {
				return fmt.Errorf("%s: no peer of the offer is behind its Service, %s", offer.Component.Name(), offer.Service.Address())
			}
		}
		for _, target := range offer.Scrapes {
			if target.Pods == nil || !target.Pods.Mesh {
				continue
			}
			if _, ok := c.selected(*target.Pods); !ok {
				return fmt.Errorf("%s: no peer of the offer serves the metrics of the job %s", offer.Component.Name(), target.Job)
			}
		}
	}
	return nil
}
