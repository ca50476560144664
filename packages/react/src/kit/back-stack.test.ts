import { describe, expect, test, vi } from 'vitest';
import { BackStack } from './back-stack.js';

/** A history as browsers have it: steps back come later, and tell. */
function world() {
  let entries: unknown[] = [{ page: 'list' }, { page: 'chat' }];
  let at = 1;
  const tasks: (() => void)[] = [];
  const history = {
    get state() {
      return entries[at];
    },
    pushState(state: unknown) {
      entries = [...entries.slice(0, at + 1), state];
      at = entries.length - 1;
    },
    go(delta: number) {
      tasks.push(() => {
        at += delta;
        stack.moved();
      });
    },
  };
  const stack: BackStack = new BackStack(
    () => history,
    (task) => void tasks.push(task),
  );
  const rest = () => {
    while (tasks.length > 0) tasks.shift()?.();
  };
  return {
    stack,
    history,
    rest,
    place: () => at,
    back() {
      at -= 1;
      stack.moved();
      rest();
    },
    forward() {
      at += 1;
      stack.moved();
      rest();
    },
  };
}

/** A layer that goes when it is asked to, as those of a page do. */
function layer(stack: BackStack) {
  let gone = () => {};
  const close = vi.fn(() => gone());
  gone = stack.add(close);
  return { close, gone: () => gone() };
}

describe('back', () => {
  test('closes the layers, the last first, and then leaves the page', () => {
    const { stack, rest, back, place, history } = world();
    const sheet = layer(stack);
    rest();
    const viewer = layer(stack);
    rest();
    expect(place()).toBe(3);
    back();
    expect([viewer.close.mock.calls.length, sheet.close.mock.calls.length]).toEqual([1, 0]);
    back();
    expect(sheet.close).toHaveBeenCalledTimes(1);
    expect(history.state).toEqual({ page: 'chat' });
    back();
    expect(history.state).toEqual({ page: 'list' });
  });

  test('a layer that was closed by its button leaves no step behind', () => {
    const { stack, rest, place } = world();
    const one = layer(stack);
    rest();
    one.gone();
    rest();
    expect(place()).toBe(1);
  });

  test('a menu that opens a dialog takes one step', () => {
    const { stack, rest, place, back } = world();
    const menu = layer(stack);
    rest();
    menu.gone();
    const dialog = layer(stack);
    rest();
    expect(place()).toBe(2);
    back();
    expect(dialog.close).toHaveBeenCalledTimes(1);
  });

  test('a dialog that comes while the step of the menu is taken back stays open', () => {
    const { stack, rest, place } = world();
    const menu = layer(stack);
    rest();
    menu.gone();
    // The step back was asked for and has not come.
    const dialog = layer(stack);
    rest();
    expect(dialog.close).not.toHaveBeenCalled();
    expect(place()).toBe(2);
  });

  test('what leads to another address keeps it, and the step below is skipped on the way back', () => {
    const { stack, rest, history, back } = world();
    const search = layer(stack);
    rest();
    history.pushState({ page: 'found' });
    search.gone();
    rest();
    expect(history.state).toEqual({ page: 'found' });
    back();
    expect(history.state).toEqual({ page: 'chat' });
  });

  test('forward to a layer that is gone comes back', () => {
    const { stack, rest, history, back, forward } = world();
    layer(stack);
    rest();
    back();
    forward();
    expect(history.state).toEqual({ page: 'chat' });
  });

  test('what the page keeps in the history stays there', () => {
    const { stack, rest, history } = world();
    layer(stack);
    rest();
    expect(history.state).toMatchObject({ page: 'chat' });
  });
});
