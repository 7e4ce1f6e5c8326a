import { minify } from 'terser';
import type { Plugin, Rollup } from 'vite';

/**
 * Goes once more over what browsers fetch: after Vite's own minifier, which is quick, terser still spares every first visit a fiftieth
 * of its scripts. Alone it would do worse than Vite's.
 */
export function smallerScripts(): Plugin {
  return {
    name: 'smaller-scripts',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    outputOptions: (options) => ({ ...options, ...shorterNames(options) }),
    generateBundle: {
      // After Vite itself, which still puts lines before some.
      order: 'post',
      async handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk') continue;
          const { code } = await minify(file.code, { module: true, ecma: 2020, compress: { passes: 3 } });
          file.code = `${isUsedAtStart(file) ? COMPILED_AT_ONCE : ''}${code ?? file.code}`;
        }
      }
    }
  };
}

/**
 * Almost all of what is in these runs when a page starts. Said so, a browser reads each function once, beside the page, instead of
 * leaving it out at first and reading it when it is called, while the page waits: half of the time in which a page came to life.
 */
const COMPILED_AT_ONCE = '//# allFunctionsCalledOnLoad\n';
const isUsedAtStart = ({ name, isEntry }: Rollup.OutputChunk): boolean => isEntry || name === 'frame' || name === 'goods';

type Names = Pick<Rollup.OutputOptions, 'assetFileNames' | 'chunkFileNames' | 'entryFileNames'>;

/**
 * Every page fetches the list of the files of all pages, and hashes are what does not compress. The bundler asks for seven characters
 * where there are so many scripts, and sees to it that no two files of one build are called the same. Sheets go without the names of
 * the components they came from; 36 bits tell two versions of one apart.
 */
function shorterNames({ assetFileNames: assets, chunkFileNames: chunks, entryFileNames: entries }: Names): Names {
  return {
    ...(typeof assets === 'string' && { assetFileNames: ({ names }) => (names[0]?.endsWith('.css') ? sheet(assets) : assets) }),
    ...(typeof chunks === 'string' && { chunkFileNames: withHash(chunks, 7) }),
    ...(typeof entries === 'string' && { entryFileNames: withHash(entries, 7) })
  };
}

const withHash = (name: string, length: number): string => name.replace('[hash]', `[hash:${length}]`);
const sheet = (name: string): string => withHash(name.replace('[name].', ''), 6);
