import { builtinModules } from 'node:module';
import path from 'node:path';
import { guardedPackages, layers, logDoors } from './rules.mjs';
import { scanImports } from './scan-imports.mjs';

const builtins = new Set(builtinModules);

/**
 * @param {string} file path below src/, with slashes
 * @param {string} source its text
 * @returns {{file: string, line: number, message: string}[]}
 */
export function findViolations(file, source) {
  const layer = layers.find(({ folder }) => isInside(file, folder));
  if (!layer) return [{ file, line: 1, message: `src/${file} is in no folder that ARCHITECTURE.md knows` }];
  return scanImports(source).flatMap((item) => {
    const message = judge(layer, file, item);
    return message ? [{ file, line: item.line, message }] : [];
  });
}

function judge(layer, file, item) {
  if (item.specifier.startsWith('.')) return judgeFile(layer, file, item);
  return judgePackage(layer, item);
}

function judgePackage(layer, { specifier, names }) {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (specifier.startsWith('node:') || builtins.has(name)) {
    return layer.node ? undefined : `${layer.folder} → ${specifier}: no Node here`;
  }
  const guard = guardedPackages[name];
  if (!guard) return undefined;
  const right = layer[guard.right];
  if (!right) return `${layer.folder} → ${name}: not allowed here`;
  if (Array.isArray(right)) {
    const others = names.filter((imported) => !right.includes(imported));
    if (others.length > 0)
      return `${layer.folder} → ${name}: only ${right.join(', ')}, not ${others.join(', ')}`;
  }
  return undefined;
}

function judgeFile(layer, file, { specifier, typeOnly }) {
  const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''));
  // Files beside src/ (package.json) are data, not a layer.
  if (target.startsWith('..')) return undefined;
  const feature = featureOf(file);
  if (feature && featureOf(target) && featureOf(target) !== feature) {
    return `renderer feature ${feature} → ${featureOf(target)}: a feature never imports another feature`;
  }
  if (isInside(target, layer.folder)) return undefined;
  if (layer.values.some((folder) => isInside(target, folder))) return undefined;
  if (typeOnly && layer.types.some((folder) => isInside(target, folder))) return undefined;
  if (layer.stageTypes && /^main\/gateway\/[^/]+\/types(\.ts)?$/.test(target)) return undefined;
  if (layer.node && isInside(file, 'main') && isInside(target, logDoors)) return undefined;
  const asTypes = layer.types.some((folder) => isInside(target, folder));
  return `${layer.folder} → ${target}: ${asTypes ? 'types only here (import type)' : 'this arrow does not exist'}`;
}

function featureOf(file) {
  return /^renderer\/features\/([^/]+)\//.exec(file)?.[1];
}

/** `a/b` holds everything below it; `a/*` the files right in it; `a/{b,c}` these files. */
function isInside(file, folder) {
  if (folder.endsWith('/*')) {
    const rest = file.startsWith(folder.slice(0, -1)) ? file.slice(folder.length - 1) : '/';
    return !rest.includes('/');
  }
  const choice = /^(.*)\/\{(.*)\}$/.exec(folder);
  if (choice) {
    return choice[2].split(',').some((name) => file.replace(/\.tsx?$/, '') === `${choice[1]}/${name}`);
  }
  return file === folder || file.startsWith(`${folder}/`);
}
