// Command render turns platform.yaml into the tree that Argo CD syncs.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
