import { DomainError } from '../errors';
import { LARGEST_CALENDAR, parseCalendarFile } from './parse-calendar-file';

const parsed = (text: string) => parseCalendarFile(Buffer.from(text, 'utf8'));

const faultsOf = (bytes: Uint8Array | string): unknown => {
  try {
    parseCalendarFile(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CALENDAR_FILE_INVALID') {
      return error.details['faults'];
    }
    throw error;
  }
  throw new Error('it was not refused');
};

describe('a calendar file', () => {
  it('says of each day whether it is worked', () => {
    expect(parsed('2030-02-02,working,"worked, for the feast"\n2030-02-04,holiday\n')).toEqual([
      { day: '2030-02-02', isWorking: true, note: 'worked, for the feast' },
      { day: '2030-02-04', isWorking: false, note: '' },
    ]);
  });

  it('may come from a spreadsheet: with a mark of its encoding, a heading, CRLF and empty lines', () => {
    expect(parsed('\uFEFFDay,working,note\r\n\r\n2030-02-04,Holiday,放假\r\n')).toEqual([
      { day: '2030-02-04', isWorking: false, note: '放假' },
    ]);
  });

  it('is refused with every row that is wrong, and its line', () => {
    const text = [
      '2030-02-30,working,',
      '2030-02-04,holiday,',
      '2030/02/05,off,',
      '2030-02-04,working,',
      '2030-02-06,holiday,a,b',
      `2030-02-07,holiday,${'x'.repeat(201)}`,
      'today',
    ].join('\n');
    expect(faultsOf(text)).toEqual([
      { pointer: '/1/day', message: 'must be a day YYYY-MM-DD' },
      { pointer: '/3/day', message: 'must be a day YYYY-MM-DD' },
      { pointer: '/3/working', message: 'must be working or holiday' },
      { pointer: '/4/day', message: 'stands in the file before' },
      { pointer: '/5/note', message: 'is followed by more columns' },
      { pointer: '/6/note', message: 'must be at most 200 characters on one line' },
      { pointer: '/7/day', message: 'must be a day YYYY-MM-DD' },
      { pointer: '/7/working', message: 'must be working or holiday' },
    ]);
  });

  it('is refused where it is empty, too large, in another encoding, or no CSV', () => {
    expect(faultsOf('')).toEqual([{ pointer: '', message: 'has no row' }]);
    expect(faultsOf('day,working,note\n')).toEqual([{ pointer: '', message: 'has no row' }]);
    expect(faultsOf(Buffer.alloc(LARGEST_CALENDAR + 1, 0x20))).toEqual([
      { pointer: '', message: 'must not be larger than 1 MiB' },
    ]);
    // 放假 in GBK
    expect(faultsOf(Buffer.from([0xb7, 0xc5, 0xbc, 0xd9]))).toEqual([
      { pointer: '', message: 'must be encoded in UTF-8' },
    ]);
    expect(faultsOf('2030-02-04,"holiday\n')).toEqual([
      { pointer: expect.stringMatching(/^\/\d+$/) as string, message: 'is no CSV' },
    ]);
  });
});
