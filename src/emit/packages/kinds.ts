// The ecosystems: file names and metadata as their conventions ask for. One record each.
import type { FileContent } from '../file-content.ts';
import type { View } from '../c-text.ts';
import { render } from '../templates.ts';
import { amalgamated } from './amalgamate.ts';
import { cSources, documents, flatFiles, goldenExample, goldenView, paths, treeFiles } from './layout.ts';
import type { PackageDef, PackageSource } from './package-def.ts';

const GOLDEN = 'examples/golden';

/** A library with include/ and src/, and metadata files by path from templates. */
function treePackage(def: Pick<PackageDef, 'id' | 'ecosystem' | 'usage'>, metadata: (source: PackageSource) => Readonly<Record<string, string>>): PackageDef {
  return {
    ...def,
    files(source) {
      const tree = treeFiles(source);
      const sources = cSources(tree);
      const includes = ['src', 'src/qn/include', 'src/qn'];
      const view: View = { ...source.view, sources: paths(sources), objects: paths(sources.map((p) => p.replace(/\.c$/, '.o'))), includes: paths(includes) };
      const own = Object.entries(metadata(source)).map(([path, template]): [string, FileContent] => [path, render(`packages/${template}`, view)]);
      return new Map([...tree, ...goldenExample(source), ...own, ...documents(source, def, `${GOLDEN}/main.c`)]);
    },
  };
}

const ARDUINO = { id: 'arduino', ecosystem: 'Arduino', usage: 'Copy the folder into `libraries`, or zip it and use "Add .ZIP library".' };
const SINGLE_FILE = { id: 'single-file', ecosystem: 'any build', usage: 'Compile the one `.c` file with `-O3 -ffp-contract=off` and include the header.' };

export const PACKAGES: readonly PackageDef[] = [
  treePackage({ id: 'cmake', ecosystem: 'CMake', usage: '`add_subdirectory()` it and link to the target, or install it and use `find_package()`. `ctest` runs the golden input.' }, () => ({ 'CMakeLists.txt': 'cmake.CMakeLists.txt' })),
  treePackage({ id: 'make', ecosystem: 'make', usage: '`make` builds the library, `make check` runs the golden input.' }, () => ({ Makefile: 'make.Makefile' })),
  treePackage({ id: 'meson', ecosystem: 'Meson', usage: 'Put it below `subprojects` and use `dependency()`; `meson test` runs the golden input.' }, () => ({ 'meson.build': 'meson.meson.build' })),
  treePackage({ id: 'zephyr', ecosystem: 'Zephyr', usage: 'Add the folder to `EXTRA_ZEPHYR_MODULES` or to the manifest, and switch it on in `prj.conf`; `samples/golden` is an application.' }, () => ({
    'zephyr/module.yml': 'zephyr.module.yml', 'zephyr/CMakeLists.txt': 'zephyr.CMakeLists.txt', 'zephyr/Kconfig': 'zephyr.Kconfig',
    'samples/golden/CMakeLists.txt': 'zephyr.sample.CMakeLists.txt', 'samples/golden/prj.conf': 'zephyr.prj.conf',
  })),
  {
    ...ARDUINO,
    files(source) {
      const view = goldenView(source);
      return new Map<string, FileContent>([
        ...flatFiles(source),
        ['library.properties', render('packages/arduino.library.properties', source.view)],
        [`${GOLDEN}/golden.ino`, render('packages/arduino.golden.ino', view)],
        [`${GOLDEN}/golden.h`, render('packages/golden.h', view)],
        ...documents(source, ARDUINO, `${GOLDEN}/golden.ino`),
      ]);
    },
  },
  treePackage({ id: 'platformio', ecosystem: 'PlatformIO', usage: 'Copy the folder into `lib`, or name it in `lib_deps`.' }, () => ({ 'library.json': 'platformio.library.json' })),
  treePackage({ id: 'esp-idf', ecosystem: 'ESP-IDF', usage: 'Copy the folder into `components` and name it in `REQUIRES`.' }, () => ({ 'CMakeLists.txt': 'esp-idf.CMakeLists.txt', 'idf_component.yml': 'esp-idf.idf_component.yml' })),
  treePackage({ id: 'cmsis-pack', ecosystem: 'CMSIS-Pack', usage: 'Zip the folder as `.pack`, or add the `.pdsc` as a local pack.' }, ({ name }) => ({ [`Quantune.${name}.pdsc`]: 'cmsis-pack.pdsc' })),
  {
    ...SINGLE_FILE,
    files(source) {
      return new Map<string, FileContent>([...amalgamated(source), ...goldenExample(source), ...documents(source, SINGLE_FILE, `${GOLDEN}/main.c`)]);
    },
  },
];
