/** The key that shortcuts are held with, as it is printed on the keyboards of that system. */
export function modifierKey(userAgent: string): string {
  return userAgent.includes('Mac OS') ? '⌘' : 'Ctrl';
}
