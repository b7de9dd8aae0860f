import type { Locator, Page } from 'playwright-core';

/** The page as a person sees it. */
export class SessionsPage {
  readonly page: Page;
  readonly rows: Locator;
  readonly details: Locator;
  readonly failure: Locator;
  readonly notice: Locator;
  readonly end: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole('table', { name: 'Sessions' }).locator('tbody tr');
    this.details = page.getByRole('complementary', { name: 'Session details' });
    this.failure = page.getByRole('alert');
    this.notice = page.getByRole('status');
    this.end = page.getByText(/^End of the list/);
  }

  /** The session ids shown, in order. */
  sessionIds(): Promise<string[]> {
    return this.rows.getByRole('rowheader').allInnerTexts();
  }

  /** Waits for the first page. */
  async isLoaded(): Promise<void> {
    await this.rows.first().waitFor();
  }

  /** Scrolls, as far as there is something to scroll to, until the list says that it has ended. */
  async scrollToEnd(): Promise<void> {
    while (!(await this.end.isVisible())) {
      await this.scroll();
      await this.page.waitForTimeout(50);
    }
  }

  async scroll(): Promise<void> {
    await this.page.evaluate(() => window.scrollTo({ top: document.body.scrollHeight }));
  }

  async filterByUsers(users: string): Promise<void> {
    await this.page.getByLabel('Users').fill(users);
    await this.page.getByLabel('Users').press('Enter');
  }

  async filterByStatus(status: string): Promise<void> {
    await this.page.getByLabel('Status').selectOption(status);
  }

  async toggleActive(): Promise<void> {
    await this.page.getByRole('switch', { name: 'Active now' }).click();
  }

  async select(sessionId: string): Promise<void> {
    await this.page.getByRole('button', { name: sessionId }).click();
  }
}
