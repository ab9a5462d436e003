#ifndef CMAILTRANSFER_H
#define CMAILTRANSFER_H

#include <stddef.h>

/// How the connection to the mail server is protected.
enum mail_security {
    /// Not at all.
    mail_security_none,
    /// By STARTTLS; without it the mail is not sent.
    mail_security_starttls,
};

/// One mail and the way it takes. Texts end with a zero byte; all of it stays the caller's.
struct mail_order {
    /// smtp://HOST:PORT, or smtps://HOST:PORT for a connection that begins with TLS.
    const char *url;
    /// Address of the sender, and of those it goes to.
    const char *sender;
    const char *const *recipients;
    size_t recipient_count;
    /// Name and password at the server; NULL for none.
    const char *user;
    const char *password;
    enum mail_security security;
    /// Milliseconds the whole delivery may take.
    long timeout;
    /// Headers, empty line and body, with lines that end in CR LF.
    const char *text;
    size_t text_size;
    /// Asked with `context` now and then, on the thread that sends; any answer but zero ends the delivery.
    int (*is_cancelled)(void *context);
    void *context;
};

/// What came of a mail.
struct mail_outcome {
    /// Zero when the server took it, else libcurl's number of the error.
    int error;
    /// The server's last reply, such as 250 or 550; 0 when there was none.
    long reply;
};

/// Sends a mail and waits for the outcome. May be called from several threads. libcurl's functions are variadic, which Swift
/// cannot call.
struct mail_outcome mail_send(const struct mail_order *order);

/// What an error number means, in English.
const char *mail_error_text(int error);

#endif
