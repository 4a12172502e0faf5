import type { Page } from '../../shared/ipc/contract';
import type { Cli } from '../cli';
import { type Column, renderDetails, renderTable } from '../output/table';

/** One thing, with all that the answer says about it. */
export function showOne({ print }: Cli, answer: object): void {
  print.answer(answer, () => renderDetails(answer, print.paint));
}

/** A list; `none` is what people read when it is empty. */
export function showList<T>(
  { print }: Cli,
  page: Page<T>,
  { columns, none }: { readonly columns: readonly Column<T>[]; readonly none: string },
): void {
  print.answer(page, () => (page.data.length === 0 ? none : renderTable(columns, page.data, print.paint)));
}

export function showDeleted({ print }: Cli, id: string, name: string): void {
  print.answer({ id, deleted: true }, () => `${name} is deleted.`);
}

/** A secret that is given out this once: alone on standard output, so that a shell can catch it. */
export function showSecret<T extends object>(cli: Cli, answer: T, secret: string, remark: string): void {
  cli.print.note(remark);
  cli.print.answer(answer, () => secret);
}
