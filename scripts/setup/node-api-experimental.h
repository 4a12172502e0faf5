/* node-api-headers leaves experimental calls out, but node-addon-api needs this one: without it finalizers call back
   into JavaScript from inside the garbage collector. Declared as in Node 20's js_native_api.h. */
#include <node_api.h>
#ifndef NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER
#define NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER
EXTERN_C_START
NAPI_EXTERN napi_status NAPI_CDECL node_api_post_finalizer(node_api_basic_env env, napi_finalize finalize_cb,
                                                           void* finalize_data, void* finalize_hint);
EXTERN_C_END
#endif
