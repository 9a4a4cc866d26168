package dashboards

// AWSEBS shows volumes. The metrics are those of https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html, in
// the namespace AWS/EBS. CloudWatch has them only while a volume is attached.
func AWSEBS() Dashboard {
	return Dashboard{
		UID: "aws-ebs-volumes", Folder: awsFolder, Title: "AWS EBS",
		Description: "EBS volumes: whether they answer, how much is read and written, how long that takes, and which are at the limit that was paid for. Look here when what is stored on a volume is slow.",
		Variables:   []Variable{volumes.choice("Volume", "VolumeReadOps")},
		Rows: []Row{
			{Title: "Is it well", Panels: ebsHealth},
			{Title: "How much", Panels: ebsLoad},
			{Title: "Where is it slow", Panels: ebsLatency},
			{Title: "What is saturated", Panels: ebsSaturation},
		},
	}
}

var volumes = resources{namespace: "AWS/EBS", dimension: "VolumeId", variable: "volume"}

// attached is a metric of volumes at Nitro instances, which may have the instance as a dimension too.
func attached(metric, statistic, word string) Metric {
	made := volumes.told(metric, statistic, word)
	made.Loose = true
	return made
}

var ebsHealth = []Panel{
	{
		Title: "Attached", View: Stat{Sparkline: true}, Unit: Whole, Width: 8,
		Description: "Volumes of the region that are attached to an instance, chosen or not.",
		Queries:     volumes.total(countOfEach, "VolumeQueueLength", "Maximum", "volumes"),
	},
	{
		Title: "Longest queue", View: Stat{Sparkline: true}, Unit: Count, Width: 8, Thresholds: WarnFrom(5, 20),
		Description: "Of the volume with the most: reads and writes that wait.",
		Queries:     volumes.total(mostOfEach, "VolumeQueueLength", "Average", "waiting"),
	},
	{
		Title: "Least burst left", View: Stat{Sparkline: true}, Unit: Percent, Width: 8, Thresholds: WellFrom(20, 50), NoValue: "no volumes with credits",
		Description: "Of the gp2, st1 or sc1 volume with the least: what is left of its burst. gp3 has none and needs none.",
		Queries:     volumes.total(leastOfEach, "BurstBalance", "Minimum", "burst"),
	},
	{
		Title: "Does not answer", View: Timeseries{Bars: true}, Unit: Whole, Width: 24, Height: 6, NoValue: "no volumes at Nitro instances",
		Description: "1 while a volume finished nothing for a minute although something waited. It is a failure of AWS' or of the instance: pods that use it hang.",
		Queries:     CloudWatch{attached("VolumeStalledIOCheck", "Maximum", "stalled")},
	},
}

var ebsLoad = []Panel{
	{
		Title: "Data, each five minutes", Unit: Bytes, Width: 12,
		Description: "Data read, and below zero written, in five minutes.",
		Queries:     CloudWatch{volumes.told("VolumeReadBytes", "Sum", "read"), volumes.told("VolumeWriteBytes", "Sum", "written")},
		Overrides:   []Override{{Series: "/: written$/", Below: true}},
	},
	{
		Title: "Operations, each five minutes", Unit: Count, Width: 12,
		Description: "Reads, and below zero writes, in five minutes. gp3 has 3000 a second if nobody paid for more: 900 K in five minutes.",
		Queries:     CloudWatch{volumes.told("VolumeReadOps", "Sum", "reads"), volumes.told("VolumeWriteOps", "Sum", "writes")},
		Overrides:   []Override{{Series: "/: writes$/", Below: true}},
	},
	{
		Title: "Idle, each five minutes", View: Timeseries{Max: 300}, Unit: Seconds, Width: 24, Height: 6,
		Description: "Seconds of five minutes in which nothing was read or written. A volume that is idle for weeks may be one that nobody needs.",
		Queries:     CloudWatch{volumes.each("VolumeIdleTime", "Sum")},
	},
}

var ebsLatency = []Panel{
	{
		Title: "Read latency", View: Timeseries{Table: true}, Unit: Milliseconds, Width: 12, Thresholds: WarnFrom(10, 50), NoValue: "no volumes at Nitro instances",
		Description: "How long a read takes. Some milliseconds are usual for gp3.",
		Queries:     CloudWatch{attached("VolumeAvgReadLatency", "Average", "read")},
	},
	{
		Title: "Write latency", View: Timeseries{Table: true}, Unit: Milliseconds, Width: 12, Thresholds: WarnFrom(10, 50), NoValue: "no volumes at Nitro instances",
		Description: "How long a write takes. What writes a log before it answers, as databases and Prometheus do, waits for it.",
		Queries:     CloudWatch{attached("VolumeAvgWriteLatency", "Average", "write")},
	},
}

var ebsSaturation = []Panel{
	{
		Title: "Queue", Unit: Count,
		Description: "Reads and writes that wait. If it stays above a few while the latency rises, the volume is at its limit.",
		Queries:     CloudWatch{volumes.each("VolumeQueueLength", "Average")},
	},
	{
		Title: "At the limit", View: Timeseries{Bars: true}, Unit: Whole, NoValue: "no volumes at Nitro instances",
		Description: "1 while more was asked of a volume than the operations or the throughput that it has. Raise them on the volume; gp3 takes that without a stop.",
		Queries:     CloudWatch{attached("VolumeIOPSExceededCheck", "Maximum", "operations"), attached("VolumeThroughputExceededCheck", "Maximum", "throughput")},
	},
	{
		Title: "Burst left", View: Timeseries{Max: 100}, Unit: Percent, Thresholds: WellFrom(20, 50), NoValue: "no volumes with credits",
		Description: "What is left of the burst of gp2, st1 and sc1 volumes. At zero they fall to a baseline that grows with their size; gp3 is faster and cheaper.",
		Queries:     CloudWatch{volumes.each("BurstBalance", "Minimum")},
	},
}
