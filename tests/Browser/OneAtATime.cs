// Real time is measured: nothing may compete for the machine but what belongs to a test.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
