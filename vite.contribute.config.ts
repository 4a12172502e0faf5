import { createHash } from 'node:crypto';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Script and style go into the page, and their hashes into its policy: it loads nothing, and runs nothing else. */
function inOneFile(): Plugin {
  return {
    name: 'in-one-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const page = files.find((file) => file.fileName.endsWith('.html'));
      const script = files.find((file) => file.type === 'chunk');
      const style = files.find((file) => file.fileName.endsWith('.css'));
      if (page?.type !== 'asset' || script?.type !== 'chunk' || style?.type !== 'asset')
        throw new Error('the page, its script or its style is missing');
      const code = script.code.trim().replaceAll('</script', '<\\/script');
      const css = String(style.source).trim();
      const policy = `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(css)}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'`;
      const html = String(page.source)
        .replace(/\s*<script type="module"[^>]*><\/script>/, '')
        .replace(/\s*<link rel="stylesheet"[^>]*>/, '')
        .replace(
          '<meta name="viewport"',
          () =>
            `<meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <meta name="viewport"`,
        )
        .replace('</head>', () => `<style>${css}</style>\n  </head>`)
        // Last, as a classic script: a module would not run from a file.
        .replace('</body>', () => `<script>${code}</script>\n  </body>`);
      for (const file of files) delete bundle[file.fileName];
      this.emitFile({ type: 'asset', fileName: 'index.html', source: html });
    },
  };
}

/** The contributor's page as one file that works over plain HTTP and from a disk. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, 'src/contribute'),
  plugins: [inOneFile()],
  build: {
    outDir: path.resolve(import.meta.dirname, 'out/contribute'),
    emptyOutDir: true,
    target: ['chrome111', 'firefox120', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: { output: { format: 'iife' } },
  },
});
