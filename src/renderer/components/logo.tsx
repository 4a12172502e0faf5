/** A hexagonal web on a 16 px grid with one cell filled: the gate. */
export function Logo() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4.5 shrink-0">
      <g fill="none" className="stroke-text" strokeWidth="0.9" strokeLinejoin="round">
        <path d="M8 1l6.06 3.5v7L8 15l-6.06-3.5v-7Z" />
        <path d="M8 5l2.6 1.5v3L8 11 5.4 9.5v-3Z" />
        <path d="M8 1v4M14.06 4.5 10.6 6.5M14.06 11.5 10.6 9.5M8 15v-4M1.94 11.5 5.4 9.5M1.94 4.5 5.4 6.5" />
      </g>
      <path
        d="M14.06 4.5v7L10.6 9.5v-3Z"
        className="fill-accent stroke-accent"
        strokeWidth="0.9"
        strokeLinejoin="round"
      />
    </svg>
  );
}
