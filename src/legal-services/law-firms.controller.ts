import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import {
  ApiBook,
  ApiPage,
  ApiState,
  ApiWords,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
  wordsOfList,
} from '../platform/http/parameters';
import { agreementDetail, engagementChoices, lawFirmDetail, lawFirmList } from './answer-schemas';
import { subjectOfAgreement } from './keep-agreement';
import { subjectOfFirm } from './keep-law-firm';
import { LAW_FIRM_STATES } from './law-firm.entity';
import { readAgreement } from './read-agreements';
import { idsOfBooks, listFirms, readEngagementChoices, readFirm } from './read-law-firms';

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.string(), z.uuid()])).extend({
  book: bookOfList,
  state: z.enum(LAW_FIRM_STATES).optional(),
  q: wordsOfList,
});

/** Records that somebody read a file. */
const recordReading = (
  tx: EntityManager,
  caller: Caller,
  action: string,
  subject: string,
): Promise<void> => recordEvent(tx, { action, ...actorFacts(caller), subject });

/** Law firms and agreements (购买法律服务). Whatever changes them is asked for as an approval. */
@ApiTags('legal services')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class LawFirmsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('law-firms')
  @ApiOperation({ summary: 'Law firms of the register, by name' })
  @ApiBook()
  @ApiState(LAW_FIRM_STATES)
  @ApiWords('Part of the name, or the beginning of the credit code or the licence number')
  @ApiPage()
  @ApiOkResponse({ standardSchema: lawFirmList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof lawFirmList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listFirms(tx, caller, filter, { after: cursor, limit }),
    );
    return { items, next: nextCursor(items, limit, ({ name, id }) => [name, id]) };
  }

  @Get('law-firms/:id')
  @ApiOperation({
    summary: 'A law firm: source, lawyers, agreements, engagements, evaluations, history',
  })
  @ApiOkResponse({ standardSchema: lawFirmDetail })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof lawFirmDetail>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const detail = await readFirm(tx, caller, id);
      await recordReading(tx, caller, 'law_firm.read', subjectOfFirm(id));
      return detail;
    });
  }

  @Get('law-firms/:id/engagement-choices')
  @ApiOperation({
    summary: 'What an engagement of the firm can be about: agreements, lawyers, cases',
  })
  @ApiOkResponse({ standardSchema: engagementChoices })
  async choices(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof engagementChoices>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const choices = await readEngagementChoices(tx, caller, id);
      await recordReading(tx, caller, 'law_firm.choose', subjectOfFirm(id));
      return choices;
    });
  }

  @Get('service-agreements/:id')
  @ApiOperation({ summary: 'An agreement: terms, limits, what is used, engagements under it' })
  @ApiOkResponse({ standardSchema: agreementDetail })
  async agreement(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof agreementDetail>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const detail = await readAgreement(tx, await idsOfBooks(tx, caller), id);
      await recordReading(tx, caller, 'service_agreement.read', subjectOfAgreement(id));
      return detail;
    });
  }
}
