/**
 * Columns that give way in a narrow window. They keep their place at no width: were they gone altogether, rows that
 * span the table would bring columns without any cells with them.
 */
export const GIVES_WAY =
  '@max-[820px]:invisible @max-[820px]:w-0 @max-[820px]:overflow-hidden @max-[820px]:px-0!';
