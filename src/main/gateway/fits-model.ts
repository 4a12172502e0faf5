/** `*` fits everything; `:free` is an ending; other patterns may hold one `*`. Source: FreeLimit. */
export function fitsModel(pattern: string, model: string): boolean {
  if (pattern === '*' || pattern === model) return true;
  if (pattern.startsWith(':')) return model.endsWith(pattern);
  const star = pattern.indexOf('*');
  if (star === -1) return false;
  return model.startsWith(pattern.slice(0, star)) && model.endsWith(pattern.slice(star + 1));
}
