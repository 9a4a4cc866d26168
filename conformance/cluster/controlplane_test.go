package cluster

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	api "k8s.io/client-go/tools/clientcmd/api"
	nodes "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	"sigs.k8s.io/kwok/kustomize/stage/node/heartbeat"
	pods "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
)

// Where the programs listen; the network is the tests' own.
const (
	etcdURL   = "http://127.0.0.1:2379"
	serverURL = "https://127.0.0.1:443"
	adminName = "admin"
	// hostAddress is what kwok gives to pods in the network of their node.
	hostAddress = "203.0.113.100"
	// advertised is the API server's address in the cluster, one of those kept for documentation: nothing dials it.
	advertised = "192.0.2.1"
)

// controlPlane is a running control plane.
type controlPlane struct {
	dir    string
	config *rest.Config
	client *kubernetes.Clientset
}

// startControlPlane starts etcd, the API server, its controllers, the scheduler and kwok, and waits until they serve.
func startControlPlane(t *testing.T) *controlPlane {
	t.Helper()
	dir := t.TempDir()
	plane := &controlPlane{dir: dir}
	run(t, dir, "controlplane", "etcd", "--data-dir="+filepath.Join(dir, "etcd"), "--listen-client-urls="+etcdURL,
		"--advertise-client-urls="+etcdURL, "--listen-peer-urls=http://127.0.0.1:2380", "--unsafe-no-fsync")
	plane.startServer(t)
	kubeconfig := plane.kubeconfig(t, adminName, adminName)
	var err error
	if plane.config, err = clientcmd.BuildConfigFromFlags("", kubeconfig); err != nil {
		t.Fatal(err)
	}
	plane.config.QPS, plane.config.Burst = 200, 400
	plane.client = kubernetes.NewForConfigOrDie(plane.config)
	eventually(t, "the API server is ready", func() error {
		return plane.client.RESTClient().Get().AbsPath("/readyz").Do(context.Background()).Error()
	})
	plane.startControllers(t, kubeconfig)
	plane.nodes(t)
	return plane
}

func (p *controlPlane) startServer(t *testing.T) {
	t.Helper()
	key := filepath.Join(p.dir, "accounts.key")
	write(t, key, pemKey(newKey(t)))
	tokens := filepath.Join(p.dir, "tokens.csv")
	write(t, tokens, fmt.Sprintf("%s,%s,%s,system:masters\n", adminName, adminName, adminName))
	run(t, p.dir, "controlplane", "kube-apiserver", "--etcd-servers="+etcdURL, "--cert-dir="+filepath.Join(p.dir, "server"),
		"--bind-address=127.0.0.1", "--secure-port=443", "--advertise-address="+advertised, "", "--service-cluster-ip-range=10.96.0.0/16",
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file="+key,
		"--service-account-signing-key-file="+key, "--token-auth-file="+tokens, "--authorization-mode=RBAC", "--allow-privileged=true")
}

// startControllers leaves out what has no part in the tests; kwok gives every node's pods an address of documentation's.
func (p *controlPlane) startControllers(t *testing.T, kubeconfig string) {
	t.Helper()
	run(t, p.dir, "controlplane", "kube-controller-manager", "--kubeconfig="+kubeconfig, "--leader-elect=false",
		"--cert-dir="+filepath.Join(p.dir, "controllers"), "--use-service-account-credentials=false", "--concurrent-deployment-syncs=20",
		"--service-account-private-key-file="+filepath.Join(p.dir, "accounts.key"), "--root-ca-file="+p.serverCA())
	run(t, p.dir, "controlplane", "kube-scheduler", "--kubeconfig="+kubeconfig, "--leader-elect=false",
		"--cert-dir="+filepath.Join(p.dir, "scheduler"))
	run(t, p.dir, "kwok", "--kubeconfig="+kubeconfig, "--manage-all-nodes=true", "--cidr=198.51.100.0/24",
		"--node-ip="+hostAddress, "--config="+p.stages(t))
}

// addresses gives a node an address of its own, of those kept for documentation, and its kubelet's port: kwok would give one
// address to all.
func (p *controlPlane) addresses(t *testing.T, node *corev1.Node, address string) {
	t.Helper()
	patch := fmt.Sprintf(`{"status": {"addresses": [{"type": "InternalIP", "address": %q}, {"type": "Hostname", "address": %q}],
		"daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}}}}`, address, node.Name)
	_, err := p.client.CoreV1().Nodes().Patch(context.Background(), node.Name, types.MergePatchType, []byte(patch), metav1.PatchOptions{}, "status")
	if err != nil {
		t.Fatal(err)
	}
}

// stages are how kwok plays: nodes and pods are ready as soon as they are there.
func (p *controlPlane) stages(t *testing.T) string {
	t.Helper()
	file := filepath.Join(p.dir, "stages.yaml")
	write(t, file, strings.Join([]string{
		nodes.DefaultNodeInit, heartbeat.DefaultNodeHeartbeat, pods.DefaultPodReady, pods.DefaultPodComplete, pods.DefaultPodDelete,
	}, "\n---\n"))
	return file
}

func (p *controlPlane) serverCA() string { return filepath.Join(p.dir, "server", "apiserver.crt") }

// kubeconfig is how a program that runs beside the API server, and not in a pod, talks to it.
func (p *controlPlane) kubeconfig(t *testing.T, name, token string) string {
	t.Helper()
	config := api.NewConfig()
	config.Clusters["it"] = &api.Cluster{Server: serverURL, InsecureSkipTLSVerify: true}
	config.AuthInfos[name] = &api.AuthInfo{Token: token}
	config.Contexts["it"] = &api.Context{Cluster: "it", AuthInfo: name}
	config.CurrentContext = "it"
	file := filepath.Join(p.dir, name+".kubeconfig")
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		t.Fatal(err)
	}
	return file
}

// zones are where the nodes are: those of the volumes that the platform names, and others.
var zones = []string{"us-east-1a", "us-east-1b", "us-east-1c"}

func (p *controlPlane) nodes(t *testing.T) {
	t.Helper()
	for i, zone := range zones {
		name := fmt.Sprintf("node-%d", i+1)
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
			corev1.LabelTopologyZone: zone, corev1.LabelHostname: name, corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64",
		}}}
		made, err := p.client.CoreV1().Nodes().Create(context.Background(), node, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		p.addresses(t, made, fmt.Sprintf("203.0.113.%d", i+1))
	}
}

// eventually waits until a thing works, for two minutes at most.
func eventually(t *testing.T, what string, works func() error) {
	t.Helper()
	var err error
	for range 480 {
		if err = works(); err == nil {
			return
		}
		time.Sleep(250 * time.Millisecond)
	}
	t.Fatalf("%s: not after two minutes: %v", what, err)
}
