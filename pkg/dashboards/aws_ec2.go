package dashboards

// AWSEC2 shows the instances of the account: those of the cluster and all others. The metrics are those of
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html.
func AWSEC2() Dashboard {
	return Dashboard{
		UID: "aws-ec2-instances", Folder: awsFolder, Title: "AWS EC2",
		Description: "EC2 instances as AWS sees them: status checks, processors, network, and the credits that small instances and disks live on. Look here when a node is gone or slow and says nothing itself.",
		Variables:   []Variable{instances.choice("Instance", "CPUUtilization")},
		Rows: []Row{
			{Title: "Is it well", Panels: ec2Health},
			{Title: "How much", Panels: ec2Load},
			{Title: "Disks", Panels: ec2Disks},
			{Title: "What runs out", Panels: ec2Credits},
		},
	}
}

var instances = resources{namespace: "AWS/EC2", dimension: "InstanceId", variable: "instance"}

var ec2Health = []Panel{
	{
		Title: "Running", View: Stat{Sparkline: true}, Unit: Whole, Width: 6,
		Description: "Instances of the region that run, chosen or not.",
		Queries:     instances.total(countOfEach, "StatusCheckFailed", "Maximum", "running"),
	},
	{
		Title: "Fail a check", View: Stat{Sparkline: true}, Unit: Whole, Width: 6, Thresholds: BadFrom(1),
		Description: "Instances of the region, chosen or not, that fail a status check of AWS.",
		Queries:     instances.total(sumOfEach, "StatusCheckFailed", "Maximum", "failing"),
	},
	{
		Title: "Busiest", View: Stat{Sparkline: true}, Unit: Percent, Width: 6, Thresholds: WarnFrom(80, 95),
		Description: "The CPU of the busiest instance of the region.",
		Queries:     instances.total(mostOfEach, "CPUUtilization", "Average", "CPU"),
	},
	{
		Title: "Fewest CPU credits", View: Stat{Sparkline: true}, Unit: Count, Width: 6, Thresholds: WellFrom(10, 50), NoValue: "no instances with credits",
		Description: "The credits of the instance that has the fewest. Only burstable types (T3, T4g) have any; without, they run at their baseline or cost extra.",
		Queries:     instances.total(leastOfEach, "CPUCreditBalance", "Minimum", "credits"),
	},
	{
		Title: "Failed status checks", View: Timeseries{Bars: true}, Unit: Whole, Width: 24, Height: 6,
		Description: "Instances that fail: the system's check is AWS' hardware and is cured by stop and start, the instance's is its own system, that of its disks is EBS.",
		Queries: CloudWatch{
			instances.told("StatusCheckFailed_System", "Maximum", "system"),
			instances.told("StatusCheckFailed_Instance", "Maximum", "instance"),
			instances.told("StatusCheckFailed_AttachedEBS", "Maximum", "disks"),
		},
	},
}

var ec2Load = []Panel{
	{
		Title: "CPU", View: Timeseries{Max: 100, Table: true}, Unit: Percent, Width: 12, Thresholds: WarnFrom(80, 95),
		Description: "Share of its processors that each instance uses, as the hypervisor counts it.",
		Queries:     CloudWatch{instances.each("CPUUtilization", "Average")},
	},
	{
		Title: "Network, each five minutes", Unit: Bytes, Width: 12,
		Description: "What each instance received, and below zero what it sent, in five minutes.",
		Queries:     CloudWatch{instances.told("NetworkIn", "Sum", "received"), instances.told("NetworkOut", "Sum", "sent")},
		Overrides:   []Override{{Series: "/: sent$/", Below: true}},
	},
	{
		Title: "Packets, each five minutes", Unit: Count, Width: 12,
		Description: "Packets received, and below zero sent, in five minutes. Many small ones meet the instance's limit of packets before that of bytes.",
		Queries:     CloudWatch{instances.told("NetworkPacketsIn", "Sum", "received"), instances.told("NetworkPacketsOut", "Sum", "sent")},
		Overrides:   []Override{{Series: "/: sent$/", Below: true}},
	},
	{
		Title: "Metadata without a token", View: Timeseries{Bars: true}, Unit: Count, Width: 12, NoValue: "none",
		Description: "Reads of the instance's metadata without a token (IMDSv1) in five minutes. A request that is forged through an app could steal the role of the instance like that: none should be.",
		Queries:     CloudWatch{instances.each("MetadataNoToken", "Sum")},
	},
}

var ec2Disks = []Panel{
	{
		Title: "Disk data, each five minutes", Unit: Bytes, Width: 12,
		Description: "What each instance read from its EBS volumes, and below zero what it wrote, in five minutes.",
		Queries:     CloudWatch{instances.told("EBSReadBytes", "Sum", "read"), instances.told("EBSWriteBytes", "Sum", "written")},
		Overrides:   []Override{{Series: "/: written$/", Below: true}},
	},
	{
		Title: "Disk operations, each five minutes", Unit: Count, Width: 12,
		Description: "Reads, and below zero writes, of all EBS volumes of an instance in five minutes.",
		Queries:     CloudWatch{instances.told("EBSReadOps", "Sum", "reads"), instances.told("EBSWriteOps", "Sum", "writes")},
		Overrides:   []Override{{Series: "/: writes$/", Below: true}},
	},
}

var ec2Credits = []Panel{
	{
		Title: "CPU credits left", Unit: Count, NoValue: "no instances with credits",
		Description: "Credits of burstable instances: one is a core for a minute. At zero the instance slows down to its baseline, or costs extra if it is unlimited.",
		Queries:     CloudWatch{instances.each("CPUCreditBalance", "Minimum")},
	},
	{
		Title: "CPU credits paid for", View: Timeseries{Bars: true}, Unit: Count, NoValue: "none",
		Description: "Credits spent beyond those earned, which AWS charges for. An instance that does this all day is cheaper as a larger or not burstable one.",
		Queries:     CloudWatch{instances.each("CPUSurplusCreditsCharged", "Maximum")},
	},
	{
		Title: "Disk credits left", View: Timeseries{Max: 100}, Unit: Percent, NoValue: "no instances with credits", Thresholds: WellFrom(20, 50),
		Description: "What is left of the instance's burst of EBS operations and bytes, for types that have a baseline and a burst. At zero all its volumes are slow, however large they are.",
		Queries:     CloudWatch{instances.told("EBSIOBalance%", "Minimum", "operations"), instances.told("EBSByteBalance%", "Minimum", "bytes")},
	},
}
