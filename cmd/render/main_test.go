package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"render": main})
}

// Each script is one behaviour of the command; it opens with a line of intent. $SEED is the platform of this repository,
// $OUT what is committed of it, and $SMALL a platform with nothing but what must be there.
func TestScripts(t *testing.T) {
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	small, err := filepath.Abs("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SEED", filepath.Join(top, "platform.yaml"))
			env.Setenv("OUT", filepath.Join(top, "out"))
			env.Setenv("SMALL", small)
			return nil
		},
	})
}
