/** Whole families first (`agent/*`), then every alias; what is on the list already is left out. */
export function suggestModels(aliasIds: readonly string[], chosen: readonly string[]): readonly string[] {
  const families = new Set(aliasIds.map((id) => `${id.slice(0, id.indexOf('/'))}/*`));
  return [...families, ...aliasIds].filter((name) => !chosen.includes(name));
}
