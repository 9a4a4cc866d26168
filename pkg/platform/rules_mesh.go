package platform

// mesh refuses settings of the mesh that contradict each other.
func (c *checker) mesh() {
	for name := range sorted(c.Mesh.Exceptions) {
		if c.Mesh.MTLS == "PERMISSIVE" {
			c.reportKey(Join("mesh.exceptions", name), "has no effect: with mtls PERMISSIVE (%s) every port takes plain text", c.Pos("mesh.mtls"))
		}
	}
	if c.Mesh.MTLS == "PERMISSIVE" && c.Mesh.Authorization == "enforce" {
		c.report("mesh.authorization", "enforce knows callers by their certificates, which mtls PERMISSIVE (%s) lets them leave out: write dryRun, or mtls: STRICT",
			c.Pos("mesh.mtls"))
	}
}
