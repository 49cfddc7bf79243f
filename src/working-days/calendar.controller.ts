import { Controller, Get, Query, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { asCaller, type Caller } from '../identity';
import { AllowSignedIn, CurrentCaller } from '../identity/http';
import { parametersPipe } from '../platform/http/parameters';
import { daysOf } from './keep-calendar';

const asked = z.strictObject({
  year: z
    .string()
    .regex(/^(19|20|21)[0-9]{2}$/, 'must be a year')
    .transform((digits) => parseInt(digits, 10)),
});

const calendarSchema = z.strictObject({
  year: z.int(),
  days: z
    .array(z.strictObject({ day: z.iso.date(), working: z.boolean(), note: z.string() }))
    .meta({ description: 'Every other day is worked from Monday to Friday' }),
});

/** The days that are worked or off other than the week says; deadlines are counted by them. */
@ApiTags('calendar')
@Controller('api/v1/calendar')
@UsePipes(parametersPipe)
export class CalendarController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @AllowSignedIn()
  @ApiOperation({ summary: 'The days of a year of which the calendar says something' })
  @ApiQuery({
    name: 'year',
    required: true,
    schema: { type: 'string', pattern: '^(19|20|21)[0-9]{2}$' },
  })
  @ApiOkResponse({ standardSchema: calendarSchema })
  async calendar(
    @Query({ schema: asked }) { year }: z.output<typeof asked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof calendarSchema>> {
    const days = await asCaller(this.dataSource, caller, (tx) => daysOf(tx, year));
    return {
      year,
      days: days.map(({ day, isWorking: working, note }) => ({ day, working, note })),
    };
  }
}
