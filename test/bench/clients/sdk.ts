/** What a person who programs would write with the plain SDK, with pages as large as AWS allows. */
import { paginateListNotebookInstances, SageMakerClient } from '@aws-sdk/client-sagemaker';

const rounds = Number(process.argv[2] ?? 5);
const client = new SageMakerClient({});
const times: number[] = [];
let things = 0;
for (let round = 0; round <= rounds; round += 1) {
  const from = performance.now();
  things = 0;
  for await (const page of paginateListNotebookInstances({ client, pageSize: 100 }, {}))
    things += page.NotebookInstances?.length ?? 0;
  times.push(performance.now() - from);
}
process.stdout.write(JSON.stringify({ cold: times[0], warm: times.slice(1), things }));
process.exit(0);
