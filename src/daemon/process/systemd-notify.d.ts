declare module 'systemd-notify' {
  function notify(options: { ready?: boolean; status?: string; pid?: number }): Promise<unknown>;
  export = notify;
}
