import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { type BusinessDate, parseBusinessDate } from '../calendar';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { checkCreditCode, isRegisteredHighEnough } from '../law';
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
import { subjectOf } from './keep-file';
import {
  creditCodeCheck,
  organizationDetail,
  organizationList,
  qualificationAsOf,
} from './organization-schemas';
import { ORGANIZATION_STATES } from './organization.entity';
import { listOrganizations, readOrganization, readQualification } from './read-organizations';

const uuid = z.uuid();
const page = pageSchema(z.tuple([z.string(), z.uuid()])).extend({
  book: bookOfList,
  state: z.enum(ORGANIZATION_STATES).optional(),
  q: wordsOfList,
});
const asOf = z.strictObject({
  asOf: z
    .string()
    .refine((text) => parseBusinessDate(text) !== undefined, 'must be a day, YYYY-MM-DD')
    .transform((text) => text as BusinessDate)
    .optional(),
});
const typed = z.strictObject({ code: z.string().min(1).max(60) });

/** The register of social organizations (统一建立档案). Whatever changes it is asked for as an approval. */
@ApiTags('organizations')
@Controller('api/v1')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class OrganizationsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('credit-codes/check')
  @ApiOperation({ summary: 'What a unified social credit code says of itself, while it is typed' })
  @ApiQuery({ name: 'code', schema: { type: 'string', maxLength: 60 } })
  @ApiOkResponse({ standardSchema: creditCodeCheck })
  check(
    @Query({ schema: typed, pipes: [parametersPipe] }) { code: given }: z.output<typeof typed>,
  ): z.infer<typeof creditCodeCheck> {
    const {
      code: normal,
      valid,
      fault = null,
      kind = null,
      region = null,
      warnings,
    } = checkCreditCode(given);
    return {
      code: normal,
      valid,
      fault,
      kind,
      region,
      registeredHighEnough: region === null ? null : isRegisteredHighEnough(region),
      warnings: [...warnings],
    };
  }

  @Get('organizations')
  @ApiOperation({ summary: 'Organizations of the register, by name; for a member the own one' })
  @ApiBook()
  @ApiState(ORGANIZATION_STATES)
  @ApiWords('Part of the name, or the beginning of the credit code')
  @ApiPage()
  @ApiOkResponse({ standardSchema: organizationList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof organizationList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listOrganizations(tx, caller, filter, { after: cursor, limit }),
    );
    return { items, next: nextCursor(items, limit, ({ name, id }) => [name, id]) };
  }

  @Get('organizations/:id')
  @ApiOperation({ summary: 'Everything that is known of an organization' })
  @ApiOkResponse({ standardSchema: organizationDetail })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof organizationDetail>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const detail = await readOrganization(tx, caller, id);
      await recordEvent(tx, {
        action: 'organization.read',
        ...actorFacts(caller),
        subject: subjectOf(id),
      });
      return detail;
    });
  }

  @Get('organizations/:id/qualification')
  @ApiOperation({ summary: 'Whether it could sue, were a case filed on a day, and why' })
  @ApiQuery({ name: 'asOf', required: false, schema: { type: 'string', format: 'date' } })
  @ApiOkResponse({ standardSchema: qualificationAsOf })
  async qualification(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @Query({ schema: asOf, pipes: [parametersPipe] }) given: z.output<typeof asOf>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof qualificationAsOf>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const verdict = await readQualification(tx, caller, id, given.asOf);
      await recordEvent(tx, {
        action: 'organization.judge',
        ...actorFacts(caller),
        subject: subjectOf(id),
        content: { asOf: verdict.asOf, status: verdict.status },
      });
      return verdict;
    });
  }
}
