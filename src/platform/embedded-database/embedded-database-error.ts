import { ExplainedError } from '../../errors';

/**
 * Why no embedded database could be had, in words for the person at the keyboard. `code` is stable
 * (SCREAMING_SNAKE); the words say what is wrong, name the folder or the process, and say how to get on.
 */
export class EmbeddedDatabaseError extends ExplainedError {
  constructor(
    readonly code: string,
    words: ExplainedError['words'],
    options?: ErrorOptions,
  ) {
    super(words, options);
    this.name = 'EmbeddedDatabaseError';
  }
}

/** The POSIX code of a failed system call ("ENOENT"), or '' when `error` is none. */
export function systemCode(error: unknown): string {
  // Not instanceof: a test runner gives its tests an Error that is not the one of Node's own errors.
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The words of whatever was thrown. */
export function wordsOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}

/** Turns a failed file operation below the data folder into words; other errors pass as they are. */
export function explainFileError(error: unknown, folder: string): unknown {
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmbeddedDatabaseError(
        'DISK_FULL',
        {
          en: [
            `No space is left on the disk of the data folder ${folder}.`,
            'Free some space, or set FUND_DATA_DIR to a folder on another disk.',
          ],
          zh: [
            `数据目录 ${folder} 所在磁盘空间不足。`,
            '请腾出空间，或把 FUND_DATA_DIR 设为另一磁盘上的目录。',
          ],
        },
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ELOOP':
      return new EmbeddedDatabaseError(
        'DATA_FOLDER_NOT_WRITABLE',
        {
          en: [
            `The data folder ${folder} cannot be written by this user (${wordsOf(error)}).`,
            'Set FUND_DATA_DIR to a folder that you may write, or set DATABASE_URL to a PostgreSQL database (15 or newer).',
          ],
          zh: [
            `当前用户不能写入数据目录 ${folder}（${wordsOf(error)}）。`,
            '请把 FUND_DATA_DIR 设为您可写入的目录，或设置 DATABASE_URL，指向 PostgreSQL 数据库（15 或更高版本）。',
          ],
        },
        { cause: error },
      );
    default:
      return error;
  }
}
