import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They live through thousands of histories and stand in a few lines. */
const LONG = ['after-sale', 'assistant-replies', 'hostile-agent', 'stock-histories'].map((name) => `/${name}.test.ts`);

/**
 * What takes longest begins first, else one is alone with it in the end while the other processors rest. How long each took is known only
 * where tests ran before; on a fresh clone Vitest goes by the size of the file.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- of the sequencer, not of an array
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
