import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { caseToRead } from '../claims';
import { asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { AMOUNT_PATTERN, parsePositiveYuan } from '../money';
import { parametersPipe } from '../platform/http/parameters';
import { type AskedFen, readTrace } from './read-trace';
import { type TraceView, traceView } from './trace-schemas';

const asked = z
  .strictObject({
    fen: z
      .string()
      .regex(/^[1-9][0-9]{0,17}$/, 'must be the number of a fen, from 1')
      .optional(),
    receipt: z.string().min(1).max(200).optional(),
    yuan: z
      .string()
      .regex(AMOUNT_PATTERN)
      .refine((text) => parsePositiveYuan(text) !== undefined, 'must be above zero')
      .optional(),
  })
  .refine(
    ({ fen, receipt, yuan }) =>
      (receipt === undefined) === (yuan === undefined) &&
      (fen === undefined || receipt === undefined),
    { message: 'either fen, or receipt with yuan', path: ['fen'] },
  );
type Asked = z.output<typeof asked>;

function fenOf({ fen, receipt, yuan }: Asked): AskedFen | undefined {
  if (fen !== undefined) return { number: BigInt(fen) };
  const upTo = yuan === undefined ? undefined : parsePositiveYuan(yuan);
  return receipt === undefined || upTo === undefined ? undefined : { receipt, upTo };
}

/** Where the damage money of a case went (专款专用). */
@ApiTags('damages')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class EarmarkingController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('cases/:id/damage-fund/trace')
  @ApiOperation({
    summary: 'The way of the damage money of a case, fen by fen, from receipts to payments',
  })
  @ApiQuery({ name: 'fen', required: false, schema: { type: 'string', pattern: '^[1-9][0-9]*$' } })
  @ApiQuery({ name: 'receipt', required: false, schema: { type: 'string', maxLength: 200 } })
  @ApiQuery({
    name: 'yuan',
    required: false,
    description: 'The fen of the receipt that completes this amount; with `receipt`',
    schema: { type: 'string', pattern: AMOUNT_PATTERN.source },
  })
  @ApiOkResponse({ standardSchema: traceView })
  async trace(
    @Param('id', { schema: z.uuid(), pipes: [parametersPipe] }) id: string,
    @Query({ schema: asked, pipes: [parametersPipe] }) given: Asked,
    @CurrentCaller() caller: Caller,
  ): Promise<TraceView> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const { litigationCase, book } = await caseToRead(tx, caller, id, 'damages.trace');
      return readTrace(tx, litigationCase, book.code, fenOf(given));
    });
  }
}
