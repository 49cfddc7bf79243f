import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { parseBusinessDate } from '../calendar';
import { actorFacts, asCaller, type Caller } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { recordEvent } from '../audit';
import { ApiPage, nextCursor, pageSchema, parametersPipe } from '../platform/http/parameters';
import { isSeen, whoseEvents } from './events-of-caller';

const day = z
  .string()
  .refine((text) => parseBusinessDate(text) !== undefined, 'must be a day YYYY-MM-DD')
  .optional();
const search = z
  .string()
  .trim()
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'must hold no control characters')
  .transform((text) => (text === '' ? undefined : text))
  .optional();
const page = pageSchema(z.tuple([z.uuid()])).extend({
  q: search,
  person: search,
  action: search,
  from: day,
  to: day,
});

const events = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      recordedAt: z.iso.datetime(),
      person: z.string().nullable(),
      action: z.string(),
      subject: z.string().nullable(),
      outcome: z.enum(['accepted', 'refused']),
      refusalCode: z.string().nullable(),
      address: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
type Item = z.infer<typeof events>['items'][number];

// Ids are made in the order of time. Days are those of Asia/Shanghai.
const NEWEST_FIRST = `
  SELECT e.id, to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
         coalesce(e.person, p.name) AS person, e.action, e.subject, e.outcome,
         e.refusal_code AS "refusalCode", e.address
    FROM fund.audit_event e LEFT JOIN fund.person p ON p.id = e.person_id
   WHERE ($1::uuid IS NULL OR e.id < $1)
     AND ($2::text IS NULL OR strpos(lower(coalesce(e.subject, '') || ' ' || e.content::text), lower($2)) > 0)
     AND ($3::text IS NULL OR strpos(lower(coalesce(e.person, p.name, '')), lower($3)) > 0)
     AND ($4::text IS NULL OR starts_with(e.action, $4))
     AND ($5::date IS NULL OR e.recorded_at >= $5::timestamp AT TIME ZONE 'Asia/Shanghai')
     AND ($6::date IS NULL OR e.recorded_at < ($6::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
     AND ${isSeen('e', 8)}
   ORDER BY e.id DESC LIMIT $7`;

const filter = (name: string, format?: string) =>
  ApiQuery({ name, required: false, schema: { type: 'string', ...(format && { format }) } });

/** Who did what, when and from where (财会〔2024〕12号 art. 32: by person, time and content). */
@ApiTags('audit trail')
@Controller('api/v1/audit-events')
export class AuditEventsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Allow(['auditor', 'audit_administrator'], { scope: 'audit:read' })
  @ApiOperation({ summary: 'The audit trail, newest first' })
  @filter('q')
  @filter('person')
  @filter('action')
  @filter('from', 'date')
  @filter('to', 'date')
  @ApiPage()
  @ApiOkResponse({ standardSchema: events })
  async events(
    @Query({ schema: page, pipes: [parametersPipe] }) given: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof events>> {
    const { q, person, action, from, to, cursor, limit } = given;
    const asked = [cursor?.[0], q, person, action, from, to];
    const items = await asCaller(this.dataSource, caller, async (tx: EntityManager) => {
      const found = await tx.query<Item[]>(NEWEST_FIRST, [
        ...asked.map((value) => value ?? null),
        limit,
        ...(await whoseEvents(tx, caller)),
      ]);
      await recordEvent(tx, {
        action: 'audit_event.read',
        ...actorFacts(caller),
        content: { q, person, action, from, to },
      });
      return found;
    });
    return { items, next: nextCursor(items, limit, (last) => [last.id]) };
  }
}
