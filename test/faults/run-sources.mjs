import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// The sources import each other without an extension and data without its type, which Node alone does not take.
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/');
    if (!isOurs) return next(specifier, context);
    const url = new URL(specifier, context.parentURL);
    const found = ['', '.ts', '/index.ts'].find(
      (end) => /\.\w+$/.test(url.pathname + end) && existsSync(new URL(url.href + end)),
    );
    return next(found === undefined ? specifier : url.href + found, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.json') || url.includes('/node_modules/')) return next(url, context);
    const source = `export default ${readFileSync(new URL(url), 'utf8')}`;
    return { format: 'module', source, shortCircuit: true };
  },
});
