import { readFileSync } from 'node:fs';
import type { ContributePage } from '../../shared/invite/contribute-page';

/** Where the build leaves room for what the page is about. */
const PLACE = '"CONTRIBUTE_PAGE"';
/** Without the built page, as in tests in plain Node: its data alone. */
const BARE = `<!doctype html><script type="application/json" id="page">${PLACE}</script>`;

/** The contributor's page: one file that holds everything, with a content security policy of its own. */
export function openContributePage(file: string | null): (page: ContributePage) => string {
  let template: string | null = file === null ? BARE : null;
  return (page) => {
    template ??= readFileSync(String(file), 'utf8');
    // Inside a script element nothing but `<` could end it, or begin a comment.
    const data = JSON.stringify(page).replaceAll('<', '\\u003c');
    return template.replace(PLACE, () => data);
  };
}
