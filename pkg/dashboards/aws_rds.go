package dashboards

// AWSRDS shows databases. The metrics are those of
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html, in the namespace AWS/RDS.
func AWSRDS() Dashboard {
	return Dashboard{
		UID: "aws-rds-databases", Folder: awsFolder, Title: "AWS RDS",
		Description: "RDS databases: connections, latency, and what they run short of: processors, memory, storage, credits. Look here when an app waits for its database.",
		Variables:   []Variable{databases.choice("Database", "DatabaseConnections")},
		Rows: []Row{
			{Title: "Is it well", Panels: rdsHealth},
			{Title: "How much", Panels: rdsLoad},
			{Title: "Where is it slow", Panels: rdsLatency},
			{Title: "What runs out", Panels: rdsSaturation},
		},
	}
}

var databases = resources{namespace: "AWS/RDS", dimension: "DBInstanceIdentifier", variable: "database"}

var rdsHealth = []Panel{
	{
		Title: "Databases", View: Stat{Sparkline: true}, Unit: Whole, Width: 6,
		Description: "Database instances of the region that run, chosen or not.",
		Queries:     databases.total(countOfEach, "DatabaseConnections", "Maximum", "databases"),
	},
	{
		Title: "Busiest", View: Stat{Sparkline: true}, Unit: Percent, Width: 6, Thresholds: WarnFrom(80, 95),
		Description: "The CPU of the busiest database of the region.",
		Queries:     databases.total(mostOfEach, "CPUUtilization", "Average", "CPU"),
	},
	{
		Title: "Least storage left", View: Stat{Sparkline: true}, Unit: Bytes, Width: 6, Thresholds: WellFrom(2<<30, 10<<30), NoValue: "no instances with storage",
		Description: "Free storage of the database that has the least. At zero it stops, and only more storage starts it again. Aurora has none of its own.",
		Queries:     databases.total(leastOfEach, "FreeStorageSpace", "Minimum", "free"),
	},
	{
		Title: "Greatest replica lag", View: Stat{Sparkline: true}, Unit: Seconds, Width: 6, Thresholds: WarnFrom(10, 60), NoValue: "no replicas",
		Description: "How far the slowest read replica is behind its source. What is read there is as old as that.",
		Queries:     databases.total(mostOfEach, "ReplicaLag", "Maximum", "lag"),
	},
}

var rdsLoad = []Panel{
	{
		Title: "Connections", Unit: Count,
		Description: "Clients that are connected. A line that only rises is a pool that does not give back; a drop to zero is a restart or a failover.",
		Queries:     CloudWatch{databases.each("DatabaseConnections", "Maximum")},
	},
	{
		Title: "Operations", Unit: Operations,
		Description: "Reads from the disk, and below zero writes to it, a second. Many reads with little load mean that the data does not fit into memory.",
		Queries:     CloudWatch{databases.told("ReadIOPS", "Average", "reads"), databases.told("WriteIOPS", "Average", "writes")},
		Overrides:   []Override{{Series: "/: writes$/", Below: true}},
	},
	{
		Title: "Disk data", Unit: BytesPerSecond,
		Description: "Data read from the disk, and below zero written to it.",
		Queries:     CloudWatch{databases.told("ReadThroughput", "Average", "read"), databases.told("WriteThroughput", "Average", "written")},
		Overrides:   []Override{{Series: "/: written$/", Below: true}},
	},
	{
		Title: "Network", Unit: BytesPerSecond, Width: 24, Height: 6,
		Description: "Data from clients and replicas, and below zero to them.",
		Queries: CloudWatch{
			databases.told("NetworkReceiveThroughput", "Average", "received"), databases.told("NetworkTransmitThroughput", "Average", "sent"),
		},
		Overrides: []Override{{Series: "/: sent$/", Below: true}},
	},
}

var rdsLatency = []Panel{
	{
		Title: "Disk latency", View: Timeseries{Table: true}, Unit: Seconds, Thresholds: WarnFrom(0.01, 0.05),
		Description: "How long one read or write of the disk takes. Some milliseconds are usual for gp3; more while the queue is long means that the volume is at its limit.",
		Queries:     CloudWatch{databases.told("ReadLatency", "Average", "read"), databases.told("WriteLatency", "Average", "write")},
	},
	{
		Title: "Disk queue", Unit: Count,
		Description: "Reads and writes that wait for the disk. If it stays high, raise the volume's IOPS or find the query that scans.",
		Queries:     CloudWatch{databases.each("DiskQueueDepth", "Average")},
	},
	{
		Title: "Replica lag", Unit: Seconds, NoValue: "no replicas",
		Description: "How far each read replica is behind its source.",
		Queries:     CloudWatch{databases.each("ReplicaLag", "Maximum")},
	},
}

var rdsSaturation = []Panel{
	{
		Title: "CPU", View: Timeseries{Max: 100}, Unit: Percent, Thresholds: WarnFrom(80, 95),
		Description: "Share of its processors that each database uses.",
		Queries:     CloudWatch{databases.each("CPUUtilization", "Average")},
	},
	{
		Title: "Memory left", Unit: Bytes,
		Description: "Memory that nothing uses, not even as a cache of the disk's data. Low is usual; low with swap is too little.",
		Queries:     CloudWatch{databases.told("FreeableMemory", "Minimum", "free"), databases.told("SwapUsage", "Maximum", "swap")},
	},
	{
		Title: "Storage left", Unit: Bytes, NoValue: "no instances with storage",
		Description: "Free storage. A steep fall is a query that writes temporary files, or a replication slot that nobody reads.",
		Queries:     CloudWatch{databases.each("FreeStorageSpace", "Minimum")},
	},
	{
		Title: "Disk credits left", View: Timeseries{Max: 100}, Unit: Percent, NoValue: "no volumes with credits", Thresholds: WellFrom(20, 50),
		Description: "What is left of the burst of a gp2 volume, and of the instance's own burst of operations. At zero the disk is slow.",
		Queries:     CloudWatch{databases.told("BurstBalance", "Minimum", "volume"), databases.told("EBSIOBalance%", "Minimum", "instance")},
	},
	{
		Title: "CPU credits left", Unit: Count, NoValue: "no instances with credits",
		Description: "Credits of burstable classes (db.t3, db.t4g). Without, the database runs at its baseline or costs extra.",
		Queries:     CloudWatch{databases.each("CPUCreditBalance", "Minimum")},
	},
	{
		Title: "Transaction IDs used", Unit: Count, Thresholds: WarnFrom(1e9, 1.8e9), NoValue: "no PostgreSQL",
		Description: "Transactions since PostgreSQL last froze the oldest. At about two thousand million it refuses writes: look why autovacuum does not finish.",
		Queries:     CloudWatch{databases.each("MaximumUsedTransactionIDs", "Maximum")},
	},
}
