import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { INERT } from '../platform/http/attachment';
import { ApiProblem } from '../platform/http/describe-problems';
import {
  ApiBook,
  ApiPage,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import { honourItem, honourList } from './honour-schemas';
import { HONOUR_KINDS } from './honour.entity';
import { printCertificate } from './print-certificate';
import { giverOf, listHonours, readHonour } from './read-honours';

const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const page = pageSchema(z.tuple([z.iso.date(), z.uuid()])).extend({
  book: bookOfList,
  kind: z.enum(HONOUR_KINDS).optional(),
  organization: z.uuid().optional(),
});

/** Honours of organizations (荣誉表彰). They are given and taken back by approvals. */
@ApiTags('honours')
@Controller('api/v1')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class HonoursController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('honours')
  @ApiOperation({ summary: 'The register of honours, the latest first; for a member the own ones' })
  @ApiBook()
  @ApiQuery({ name: 'kind', required: false, enum: HONOUR_KINDS })
  @ApiQuery({ name: 'organization', required: false, schema: { type: 'string', format: 'uuid' } })
  @ApiPage()
  @ApiOkResponse({ standardSchema: honourList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof honourList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listHonours(tx, caller, filter, { after: cursor, limit }),
    );
    return { items, next: nextCursor(items, limit, ({ grantedOn, id }) => [grantedOn, id]) };
  }

  @Get('honours/:id')
  @ApiOperation({ summary: 'An honour: what for, under which number, and whether it was revoked' })
  @ApiOkResponse({ standardSchema: honourItem })
  async read(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof honourItem>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const found = await readHonour(tx, caller, id);
      await recordEvent(tx, {
        action: 'honour.read',
        ...actorFacts(caller),
        subject: `honour/${id}`,
      });
      return found;
    });
  }

  @Get('honours/:id/certificate.pdf')
  @ApiOperation({ summary: 'The certificate of an honour as PDF' })
  @ApiProduces('application/pdf')
  @ApiProblem(409, 'HONOUR_REVOKED')
  @ApiProblem(422, 'GLYPH_MISSING')
  @ApiOkResponse({ description: 'The PDF', schema: { type: 'string', format: 'binary' } })
  async print(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const pdf = await asCaller(this.dataSource, caller, async (tx) => {
      const { organization, revoked, ...honour } = await readHonour(tx, caller, id);
      if (revoked !== null) {
        throw new DomainError('HONOUR_REVOKED', 'conflict', { revokedOn: revoked.on });
      }
      await recordEvent(tx, {
        action: 'honour.print',
        ...actorFacts(caller),
        subject: `honour/${id}`,
      });
      const bureau = await giverOf(tx, id);
      return printCertificate({ ...honour, organization: organization.name, bureau });
    });
    response.set({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="certificate.pdf"',
      ...INERT,
    });
    response.send(pdf);
  }
}
