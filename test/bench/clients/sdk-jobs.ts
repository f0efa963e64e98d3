/** All jobs of a queue with the plain SDK: every status at once, with pages as large as AWS allows. */
import { BatchClient, JobStatus, paginateListJobs } from '@aws-sdk/client-batch';

const rounds = Number(process.argv[2] ?? 5);
const client = new BatchClient({});
const times: number[] = [];
let things = 0;
async function count(jobStatus: JobStatus): Promise<number> {
  let found = 0;
  for await (const page of paginateListJobs({ client, pageSize: 1000 }, { jobQueue: 'q', jobStatus }))
    found += page.jobSummaryList?.length ?? 0;
  return found;
}
for (let round = 0; round <= rounds; round += 1) {
  const from = performance.now();
  const counts = await Promise.all(Object.values(JobStatus).map(count));
  things = counts.reduce((sum, n) => sum + n, 0);
  times.push(performance.now() - from);
}
process.stdout.write(JSON.stringify({ cold: times[0], warm: times.slice(1), things }));
process.exit(0);
