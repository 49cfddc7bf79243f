import type { Page } from 'playwright-core';
import type { TestConsole, Window } from './console';
import type { TestPerson } from './test-service';

/** People who work in the console one after the other, each at their own desk. */
export class Desks {
  private readonly opened: Window[] = [];

  constructor(private readonly console: TestConsole) {}

  /** Uncaught errors at any desk. */
  get faults(): string[] {
    return this.opened.flatMap(({ faults }) => faults);
  }

  /** Somebody signs in and goes to a page. */
  async of(person: TestPerson, path: string): Promise<Page> {
    const window = await this.console.window(`/sign-in?next=${encodeURIComponent(path)}`);
    this.console.keep(window);
    this.opened.push(window);
    await this.console.signIn(window.page, person);
    await window.page.waitForURL(`**${path}*`);
    return window.page;
  }

  /** Somebody finds a request among what waits for them, and agrees to it. */
  async agree(person: TestPerson, title: string | RegExp): Promise<void> {
    const page = await this.of(person, '/console/todo');
    await page.getByRole('main').getByRole('link', { name: title }).first().click();
    await page.getByRole('button', { name: '同意' }).click();
    await page.getByText('已同意').waitFor();
    this.console.free(page);
  }
}
