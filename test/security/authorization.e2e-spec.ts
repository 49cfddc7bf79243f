import { readFileSync, writeFileSync } from 'node:fs';
import { reportFigures } from '../support/reliability';
import { TestService } from '../support/test-service';
import { AccessMatrix, COLUMNS, TABLE_FILE } from './access-matrix';

describe('who may call which route', () => {
  it('is as the reviewed table says, for every route, role and kind of object', async () => {
    const service = await TestService.open();
    try {
      const cells = await (await AccessMatrix.over(service)).cells();
      const rows = [...cells].map(([route, verdicts]) =>
        [route, ...COLUMNS.map((column) => verdicts[column])].join(','),
      );
      const table = `${['method', 'path', ...COLUMNS].join(',')}\n${rows.sort().join('\n')}\n`;
      if (process.env['UPDATE_GENERATED'] === '1') writeFileSync(TABLE_FILE, table);
      expect(table).toEqual(readFileSync(TABLE_FILE, 'utf8'));
      reportFigures('authorization-matrix', {
        routes: rows.length,
        cells: rows.length * COLUMNS.length,
      });
    } finally {
      await service.close();
    }
  });
});
