#include "CMailTransfer.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

struct reading {
    const char *rest;
    size_t size;
};

static size_t give_text(char *buffer, size_t size, size_t count, void *context) {
    struct reading *reading = context;
    size_t room = size * count;
    size_t given = reading->size < room ? reading->size : room;
    memcpy(buffer, reading->rest, given);
    reading->rest += given;
    reading->size -= given;
    return given;
}

static size_t forget(char *buffer, size_t size, size_t count, void *context) {
    (void)buffer, (void)context;
    return size * count;
}

static int is_over(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a, (void)b, (void)c, (void)d;
    const struct mail_order *order = context;
    return order->is_cancelled(order->context) != 0;
}

static CURLcode set_up(CURL *curl, const struct mail_order *order, struct curl_slist *recipients, struct reading *reading) {
    CURLcode code = CURLE_OK;
#define SET(option, value) \
    if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value)
    SET(CURLOPT_URL, order->url);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_TIMEOUT_MS, order->timeout);
    SET(CURLOPT_MAIL_FROM, order->sender);
    SET(CURLOPT_MAIL_RCPT, recipients);
    if (order->user != NULL) {
        SET(CURLOPT_USERNAME, order->user);
        SET(CURLOPT_PASSWORD, order->password);
    }
    SET(CURLOPT_USE_SSL, (long)(order->security == mail_security_starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    SET(CURLOPT_UPLOAD, 1L);
    SET(CURLOPT_READFUNCTION, give_text);
    SET(CURLOPT_READDATA, reading);
    SET(CURLOPT_WRITEFUNCTION, forget);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, is_over);
    SET(CURLOPT_XFERINFODATA, (void *)order);
#undef SET
    return code;
}

struct mail_outcome mail_send(const struct mail_order *order) {
    struct mail_outcome outcome = {CURLE_FAILED_INIT, 0};
    pthread_once(&once, start_curl);
    CURL *curl = curl_easy_init();
    if (curl == NULL) return outcome;

    struct curl_slist *recipients = NULL;
    for (size_t index = 0; index < order->recipient_count; index++) {
        struct curl_slist *longer = curl_slist_append(recipients, order->recipients[index]);
        if (longer == NULL) goto done;
        recipients = longer;
    }
    struct reading reading = {order->text, order->text_size};
    CURLcode code = set_up(curl, order, recipients, &reading);
    if (code == CURLE_OK) code = curl_easy_perform(curl);
    outcome.error = (int)code;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &outcome.reply);

done:
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return outcome;
}

const char *mail_error_text(int error) { return curl_easy_strerror((CURLcode)error); }
