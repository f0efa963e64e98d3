import { cleanup, configure, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, vi } from 'vitest';
import { readAhead } from '../../renderer/app/rooms.ts';
import { AppContext } from '../../renderer/app/context.tsx';
import { Shell } from '../../renderer/app/shell.tsx';
import { createStores, openFirst } from '../../renderer/app/stores.ts';
import { fakeApi, type Answering, type FakeApi } from './fake-api.ts';
import { answering } from './fixtures.ts';

// Reading the code of a page for the first time may take longer than a test waits.
beforeAll(readAhead, 30_000);

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  window.location.hash = '';
});

// A busy computer draws slowly; what never comes fails all the same.
configure({ asyncUtilTimeout: 5_000 });

// What jsdom does not have.
window.scrollTo = () => undefined;
Object.assign(window, {
  matchMedia: () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});

export interface Drawn extends FakeApi {
  user: ReturnType<typeof userEvent.setup>;
  /** Inputs of the calls of one channel. */
  asked: (channel: string) => unknown[];
}

/** The whole window at an address, over the fake. */
export async function draw(address: string, over: Answering = {}): Promise<Drawn> {
  const fake = fakeApi(await answering(over));
  window.location.hash = address;
  const { api, host } = fake;
  const stores = createStores(api);
  // As renderer/app/start.tsx does.
  void openFirst(stores, address);
  render(
    <AppContext value={{ api, host, stores }}>
      <Shell />
    </AppContext>,
  );
  return {
    ...fake,
    user: userEvent.setup(),
    asked: (channel) => fake.calls.filter((call) => call.channel === channel).map((call) => call.input),
  };
}
