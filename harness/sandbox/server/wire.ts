import type { Socket } from '../notifications/channels.ts';

/** Told, at once and in order, of what goes over the sandbox's sockets: whoever goes in lock-step with it waits for that. */
export interface WireWatcher {
  opened(socket: Socket): void;
  /** The sandbox has sent a frame. */
  sent(socket: Socket): void;
  /** The sandbox has closed a socket: after what was sent, or with what is still on its way. */
  closed(socket: Socket, how: 'in order' | 'cut'): void;
  /** Something a client said has been heard, and answered if it is to be. */
  heard(socket: Socket): void;
  /** A socket is closed from both ends. */
  gone(socket: Socket): void;
}

/** What goes over the sandbox's sockets, for whoever watches. */
export class Wire implements WireWatcher {
  #watcher: WireWatcher | undefined;
  #isNews = false;

  /** Puts a watcher in the place of the last. */
  watch(watcher: WireWatcher): void {
    this.#watcher = watcher;
  }

  /** Whether a client was sent anything, or lost its socket, since this was last asked. */
  takeNews(): boolean {
    const isNews = this.#isNews;
    this.#isNews = false;
    return isNews;
  }

  opened(socket: Socket): void {
    this.#watcher?.opened(socket);
  }

  sent(socket: Socket): void {
    this.#isNews = true;
    this.#watcher?.sent(socket);
  }

  closed(socket: Socket, how: 'in order' | 'cut'): void {
    this.#isNews = true;
    this.#watcher?.closed(socket, how);
  }

  heard(socket: Socket): void {
    this.#watcher?.heard(socket);
  }

  gone(socket: Socket): void {
    this.#watcher?.gone(socket);
  }
}
